using Concourse.CredentialRotation.Docs.Tests.Pages;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Docs.Tests.Packaged;

/// <summary>Does what a tutorial says, word for word: writes its files into a folder and runs its commands there, with packages that were packed before.</summary>
internal sealed class PackagedPage(DirectoryInfo folder, string packages, string version, LocalAwsServer aws, CancellationToken cancellationToken)
{
    private const string OwnPackages = "Concourse.CredentialRotation";

    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);

    /// <exception cref="DocException">Something is not as the page says.</exception>
    public async Task RunAsync(DocPage page)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "nuget.config"),
            $"""<configuration><packageSources><add key="packed" value="{Path.GetFullPath(packages)}" /></packageSources></configuration>""",
            cancellationToken);
        foreach (var block in page.Blocks)
        {
            if (block is { Language: DocBlock.CSharp, FileName: { } file })
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), block.Code, cancellationToken);
            }
            else if (block is { Language: DocBlock.Shell })
            {
                var commands = block.Code.Split('\n');
                foreach (var (number, command) in commands.Index())
                {
                    TestContext.Progress.WriteLine($"{page.Path} line {block.Line + number}: {command}");
                    await RunAsync(block, command.Split(' '), number == commands.Length - 1 ? block.Output : null);
                }
            }
        }
    }

    private async Task RunAsync(DocBlock block, string[] command, string? output)
    {
        if (command is ["dotnet", "new", "worker" or "web", "-o", var host])
        {
            _hosts.Add(host);
        }

        if (command is ["dotnet", "add", _, "package", var package] && package.StartsWith(OwnPackages, StringComparison.Ordinal))
        {
            // A reader gets the newest version.
            command = [.. command, "--version", version];
        }

        try
        {
            await using var process = DocProcess.Start(command[0], command[1..], folder.FullName, aws);
            await process.RunAsync(output, isHost: command is ["dotnet", "run", "--project", var project] && _hosts.Contains(project), cancellationToken);
        }
        catch (DocException exception)
        {
            throw new DocException($"{block}: {string.Join(' ', command)}\n{exception.Message}");
        }
    }
}
