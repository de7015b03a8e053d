using System.Text.Json.Nodes;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What a command ended with and wrote.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
