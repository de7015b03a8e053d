using System.Diagnostics;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>Runs the command-line tool as a process.</summary>
internal static partial class ToolProcess
{
    // The last folders of the tests are those of the tool as well: bin/CONFIGURATION/FRAMEWORK.
    private static readonly string Tool = Path.Combine(
        RepositoryRoot.Folder,
        "src/Concourse.CredentialRotation.Cli",
        Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory),
        "concourse-credentials.dll");

    /// <summary>What a command wrote to standard output, with its lines joined.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Tool, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.CurrentContext.CancellationToken);
        await process.WaitForExitAsync(TestContext.CurrentContext.CancellationToken);
        return Spaces().Replace(output, " ");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
