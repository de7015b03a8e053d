using System.Diagnostics;

namespace Concourse.CredentialRotation.PackageTests;

/// <summary>A command that has ended, with all that it wrote.</summary>
internal sealed record Command(string Line, int ExitCode, string Output)
{
    public static Task<Command> DotNetAsync(string folder, params string[] arguments) => RunAsync("dotnet", arguments, folder);

    public static async Task<Command> RunAsync(string program, string[] arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // The build that runs this test says with these where its own MSBuild is.
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        // A build node that stays would keep the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var cancellation = TestContext.CurrentContext.CancellationToken;
        using var process = Process.Start(start)!;
        await using var killed = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None);
        return new($"{program} {string.Join(' ', arguments)}", process.ExitCode, string.Concat(output));
    }

    public Command EnsureSuccess()
    {
        Assert.That(ExitCode, Is.Zero, () => $"{Line}:{Environment.NewLine}{Output}");
        return this;
    }
}
