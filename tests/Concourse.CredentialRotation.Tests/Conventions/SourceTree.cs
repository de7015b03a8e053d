using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>The repository's files, as they are on disk while the tests run.</summary>
internal static partial class SourceTree
{
    /// <summary>The folder of the stand-ins for official AWS packages, in the library as in the function.</summary>
    public const string StandIns = "StandIns";

    public const string Library = "src/Concourse.CredentialRotation";

    public const string Function = "src/Concourse.CredentialRotation.Lambda";

    public const string TestKit = "src/Concourse.CredentialRotation.Testing";

    public static readonly string Root = FindRoot();

    /// <summary>The C# files below a folder, by their paths from the repository's root, with slashes.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/'), WithoutCommentsAndStrings(File.ReadAllText(file))))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent ?? throw new AssertionException($"No folder above {AppContext.BaseDirectory} is the repository's root.");
        }

        return folder.FullName;
    }

    private static string WithoutCommentsAndStrings(string source) => CommentOrString().Replace(source, match => match.Value[0] is '/' ? "" : "\"\"");

    // Comments, then strings: raw, interpolated, verbatim, plain, and characters.
    [GeneratedRegex(
        """
        //[^\n]*
        | /\*.*?\*/
        | \$*"{3,}.*?"{3,}
        | \$@?"(?:\{\{|\}\}|\{[^{}]*\}|\\.|[^"\\{}])*"
        | @"(?:""|[^"])*"
        | "(?:\\.|[^"\\\n])*"
        | '(?:\\[^']+|\\'|[^\\'\n])'
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrString();
}
