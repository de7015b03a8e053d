namespace Concourse.CredentialRotation.Testing;

/// <summary>Options for <see cref="SecretWriterCheck"/>.</summary>
public sealed record SecretWriterCheckOptions
{
    /// <summary>The clock for the time of each rotation. It must agree with the clock of the writer, and advance by itself if the writer uses it for delays.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How far <see cref="SecretSetState.WrittenAt"/> may be from the time of the rotation.</summary>
    /// <value>The default is 5 seconds. The engine itself tolerates clocks that differ by 5 minutes.</value>
    public TimeSpan WrittenAtTolerance { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long one of two concurrent writers waits for the other to finish, before it continues. A writer that locks the set needs this time for each of its
    /// requests, because the other one waits for the lock.
    /// </summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan ConcurrencyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The names of the secrets that are used.</summary>
    /// <value>The default is the default strategy, with the names below <c>/concourse/example-team/</c>.</value>
    public ISecretPathStrategy Paths { get; init; } = new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate);
}
