using Concourse.CredentialRotation.Docs.Tests.Pages;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Testing;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Concourse.CredentialRotation.Docs.Tests.Compiled;

/// <summary>Does what a page says, block by block, without files: the code is compiled in memory, and <c>dotnet</c> is played.</summary>
internal sealed class CompiledPage(DocPage page, LocalAwsServer aws, CancellationToken cancellationToken)
{
    // Rules that do not depend on how Concourse is configured.
    private static readonly SecretPathRule[] PathRules = [SecretPathRule.ReturnsName, SecretPathRule.Deterministic, SecretPathRule.Distinct, SecretPathRule.AllowedByStore];

    private readonly Dictionary<string, CompiledProject> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledExamples> _examples = new(StringComparer.Ordinal);

    /// <summary>Does all of it.</summary>
    /// <returns>What is wrong with each block; null for a block that is right.</returns>
    public async Task<IReadOnlyDictionary<DocBlock, DocException?>> RunAsync()
    {
        var results = new Dictionary<DocBlock, DocException?>();
        foreach (var block in page.Blocks)
        {
            try
            {
                await RunAsync(block);
                results[block] = null;
            }
            catch (DocException exception)
            {
                results[block] = exception;
            }
        }

        return results;
    }

    private async Task RunAsync(DocBlock block)
    {
        if (block is { Language: DocBlock.Shell })
        {
            var commands = block.Code.Split('\n');
            foreach (var (number, command) in commands.Index())
            {
                await RunCommandAsync(command.Split(' '), number == commands.Length - 1 ? block.Output : null);
            }
        }
        else if (block is { Language: DocBlock.CSharp, Project: { } name, FileName: { } path })
        {
            var project = Project(name);
            project.SetFile(Path.GetFileName(path), CompiledProject.At(page.Path, block.Line, block.Code));
            project.Compile();
        }
        else if (block is { Language: DocBlock.CSharp })
        {
            await RunExampleAsync(block);
        }
    }

    private async Task RunCommandAsync(string[] command, string? output)
    {
        switch (command)
        {
            case ["dotnet", "new", var template, "-o", var name]:
                _projects.Add(name, new(name, template));
                break;
            case ["dotnet", "add", var name, "reference", var other]:
                Project(name).Refer(Project(other));
                break;
            case ["dotnet", "add", var name, "package", _]:
                Project(name);
                break;
            case ["dotnet", "add", "package", _] or ["rm", _]:
                break;
            case ["dotnet", "test", var name]:
                Project(name).Compile();
                RunTests(new(Project(name)), output);
                break;
            case ["dotnet", "run", "--project", var name]:
                Project(name).Compile();
                await CompiledProgram.RunAsync(Project(name), output, aws, cancellationToken);
                break;
            default:
                throw new DocException($"CompiledPage does not know the command '{string.Join(' ', command)}'.");
        }
    }

    private async Task RunExampleAsync(DocBlock block)
    {
        if (!_examples.TryGetValue(block.Section, out var examples))
        {
            _examples.Add(block.Section, examples = new(page.Blocks.Where(other => other is { Language: DocBlock.CSharp, Project: null } && other.Section == block.Section), Given()));
        }

        var (project, hasStatements) = examples.Add(block);
        var hasTests = project.Compile().SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()).Any(node => node is AttributeSyntax && node.ToString() is "Test");
        if (hasStatements)
        {
            await CompiledProgram.RunAsync(project, block.Output, aws, cancellationToken);
            return;
        }

        var tests = new CompiledTests(project);
        if (hasTests)
        {
            RunTests(tests, block.Output);
        }

        foreach (var strategy in tests.Create<ISecretPathStrategy>())
        {
            if (SecretPathCheck.Run(strategy).FirstOrDefault(finding => PathRules.Contains(finding.Rule)) is { } finding)
            {
                throw new DocException($"{strategy.GetType().Name}: {finding}");
            }
        }
    }

    private static void RunTests(CompiledTests tests, string? output)
    {
        var (printed, havePassed) = tests.Run();
        var expected = new PrintedOutput(output ?? "");
        expected.Require(printed);
        if (!havePassed && !expected.HasFailedTests)
        {
            throw new DocException(string.Join('\n', printed));
        }
    }

    private CompiledProject Project(string name) =>
        _projects.GetValueOrDefault(name) ?? throw new DocException($"The page has not made the project {name} before: dotnet new TEMPLATE -o {name}");

    private DocBlock? Given()
    {
        var file = $"tests/Concourse.CredentialRotation.Docs.Tests/Given/{page.Path.Replace('/', '.')}.csx";
        return File.Exists(Path.Combine(RepositoryRoot.Folder, file)) ? new(file, "", 1, DocBlock.CSharp, RepositoryRoot.Read(file), null) : null;
    }
}
