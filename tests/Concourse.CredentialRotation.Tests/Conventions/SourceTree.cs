using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>The repository's files, as they are on disk while the tests run.</summary>
internal static partial class SourceTree
{
    /// <summary>The folder of the stand-ins for official AWS packages, in the library as in the function.</summary>
    public const string StandIns = "StandIns";

    public const string Library = "src/Concourse.CredentialRotation";

    public const string Function = "src/Concourse.CredentialRotation.Lambda";

    public const string ParameterStore = "src/Concourse.CredentialRotation.ParameterStore";

    public const string CommandLine = "src/Concourse.CredentialRotation.Cli";

    public const string TestKit = "src/Concourse.CredentialRotation.Testing";

    /// <summary>The C# files below a folder, by their paths from the repository's root, with slashes.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
        [.. RepositoryRoot.Files(folder, "*.cs").Select(path => new SourceFile(path, WithoutCommentsAndStrings(RepositoryRoot.Read(path))))];

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
