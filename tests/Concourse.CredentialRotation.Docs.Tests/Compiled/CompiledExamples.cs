using Concourse.CredentialRotation.Docs.Tests.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Concourse.CredentialRotation.Docs.Tests.Compiled;

/// <summary>
/// The examples of a section, which have no files: together they are one program, in the order of the page. A type replaces an earlier one of the same name,
/// and may be used before it is shown. Statements with usings begin a new program. An example may also be nothing but methods of a test class.
/// </summary>
internal sealed class CompiledExamples
{
    private static readonly string[] Namespaces =
        ["Concourse.CredentialRotation", "Concourse.CredentialRotation.Testing", "Microsoft.Extensions.DependencyInjection", "NUnit.Framework"];

    private readonly Dictionary<string, string> _usings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly List<string> _statements = [];
    private readonly int _given;

    /// <param name="section">All examples of the section.</param>
    /// <param name="given">What the page takes for granted, such as a store of the reader's own; null for nothing.</param>
    public CompiledExamples(IEnumerable<DocBlock> section, DocBlock? given)
    {
        if (given is not null)
        {
            _given = Take(given);
        }

        foreach (var (name, text) in section.SelectMany(Types))
        {
            _types.TryAdd(name, text);
        }
    }

    /// <summary>Adds an example.</summary>
    /// <returns>The program so far, and whether the example has statements of its own to run.</returns>
    public (CompiledProject Project, bool HasStatements) Add(DocBlock block)
    {
        var hasStatements = Take(block) > 0;
        var project = new CompiledProject("Examples", "console") { MoreUsings = Namespaces };
        project.SetFile("Examples.cs", string.Concat([.. _usings.Values, .. _statements, .. _types.Values]));
        return (project, hasStatements);
    }

    /// <returns>The number of statements.</returns>
    private int Take(DocBlock block)
    {
        var (root, offset) = Parse(block);
        string[] statements = [.. root.Members.Where(member => member is not BaseTypeDeclarationSyntax).Select(member => At(block, offset, member))];
        if (statements.Length > 0 && root.Usings.Count > 0)
        {
            _statements.RemoveRange(_given, _statements.Count - _given);
        }

        foreach (var space in root.Usings)
        {
            _usings.TryAdd($"{space.Name}", At(block, offset, space));
        }

        foreach (var (name, text) in Types(block))
        {
            _types[name] = text;
        }

        _statements.AddRange(statements);
        return statements.Length;
    }

    private static IEnumerable<(string Name, string Text)> Types(DocBlock block)
    {
        var (root, offset) = Parse(block);
        return root.Members.OfType<BaseTypeDeclarationSyntax>().Select(type => (type.Identifier.Text, At(block, offset, type)));
    }

    private static string At(DocBlock block, int offset, SyntaxNode node) =>
        CompiledProject.At(block.Page, block.Line + offset + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line, node.ToFullString());

    // Methods by themselves are no program, but they are one in a class.
    private static (CompilationUnitSyntax Root, int Offset) Parse(DocBlock block)
    {
        var root = SyntaxFactory.ParseCompilationUnit(block.Code);
        if (!HasErrors(root))
        {
            return (root, 0);
        }

        var members = SyntaxFactory.ParseCompilationUnit($"public sealed class TestsOfLine{block.Line}\n{{\n{block.Code}\n}}");
        return HasErrors(members) ? (root, 0) : (members, -2);
    }

    private static bool HasErrors(CompilationUnitSyntax root) => root.GetDiagnostics().Any(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error);
}
