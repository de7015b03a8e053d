using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Concourse.CredentialRotation.Docs.Tests.Compiled;

/// <summary>A project of a page, compiled in memory.</summary>
/// <param name="name">The name of the project and its assembly.</param>
/// <param name="template">The short name of the template that it was made with, such as <c>console</c>.</param>
internal sealed class CompiledProject(string name, string template)
{
    private static readonly string[] Usings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] HostUsings =
        ["Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"];

    private static readonly IReadOnlyList<MetadataReference> Libraries =
        [.. $"{AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")}".Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    // The .NET SDK does not show them either: packages are built with older versions of others.
    private static readonly string[] Hidden = ["CS1701", "CS1702"];

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<CompiledProject> _references = [];

    public string Name => name;

    public string Template => template;

    /// <summary>The namespaces of the libraries, for examples without a project, which leave their usings out.</summary>
    public IReadOnlyList<string> MoreUsings { get; init; } = [];

    /// <summary>The assembly, after it was compiled without an error.</summary>
    public byte[] Image { get; private set; } = [];

    /// <summary>The assembly and those that it refers to.</summary>
    public IEnumerable<CompiledProject> WithReferences => _references.SelectMany(project => project.WithReferences).Prepend(this).Distinct();

    public void Refer(CompiledProject project) => _references.Add(project);

    /// <summary>Adds or replaces a file.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="source">Its text, in which <c>#line</c> names the page.</param>
    public void SetFile(string file, string source) => _files[file] = source;

    /// <summary>Compiles the project.</summary>
    /// <exception cref="DocException">It has errors or warnings; the exception has them with their page and line.</exception>
    public CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var usings = string.Concat(Usings.Concat(template is "worker" ? HostUsings : template is "nunit" ? ["NUnit.Framework"] : []).Concat(MoreUsings).Select(space => $"global using global::{space};"));
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(usings, options), .. _files.Values.Select(source => CSharpSyntaxTree.ParseText(source, options))];
        var isProgram = trees.Any(tree => tree.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement)));
        var compilation = CSharpCompilation.Create(
            name,
            trees,
            [.. Libraries, .. WithReferences.Skip(1).Select(project => MetadataReference.CreateFromImage(project.Image))],
            new(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var problems = compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !Hidden.Contains(diagnostic.Id)).Select(Describe).ToList();
        if (problems.Count > 0)
        {
            throw new DocException(string.Join('\n', problems));
        }

        Image = image.ToArray();
        return compilation;
    }

    /// <summary>As the compiler prints it.</summary>
    private static string Describe(Diagnostic diagnostic)
    {
        var location = diagnostic.Location.GetMappedLineSpan();
        return $"{location.Path}({location.StartLinePosition.Line + 1},{location.StartLinePosition.Character + 1}): {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(null)}";
    }

    /// <summary>The text with the page and the line that it comes from.</summary>
    public static string At(string page, int line, string text) => $"#line {line} \"{page}\"\n{text}\n";
}
