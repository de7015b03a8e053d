using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.Cli;

/// <summary>What a command needs of the process that it runs in. Tests have their own.</summary>
internal sealed record Host
{
    public required Terminal Terminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Adds to the services of a command, before the library's own.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    public static Host OfThisProcess() => new() { Terminal = Terminal.OfThisProcess() };
}
