using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Docs.Tests.Compiled;

/// <summary>A program of a page, as a process with the local AWS.</summary>
internal static class CompiledProgram
{
    private const string RuntimeConfiguration = """
        {
          "runtimeOptions": {
            "frameworks": [{ "name": "Microsoft.NETCore.App", "version": "10.0.0" }, { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" }]
          }
        }
        """;

    /// <summary>Runs a program to its end, or a host until it has printed what it should.</summary>
    /// <exception cref="DocException">It fails, or does not print what it should.</exception>
    public static async Task RunAsync(CompiledProject project, string? output, LocalAwsServer aws, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var library in Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
            {
                File.CreateSymbolicLink(Path.Combine(folder.FullName, Path.GetFileName(library)), library);
            }

            foreach (var part in project.WithReferences)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{part.Name}.dll"), part.Image, cancellationToken);
            }

            var program = Path.Combine(folder.FullName, project.Name);
            await File.WriteAllTextAsync($"{program}.runtimeconfig.json", RuntimeConfiguration, cancellationToken);
            await using var process = DocProcess.Start("dotnet", ["exec", $"{program}.dll"], folder.FullName, aws);
            await process.RunAsync(output, isHost: project.Template is "worker" or "web", cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
