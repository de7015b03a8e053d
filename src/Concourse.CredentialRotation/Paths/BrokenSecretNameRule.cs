namespace Concourse.CredentialRotation;

/// <summary>A rule that a path strategy broke, with the first names that show it.</summary>
internal sealed record BrokenSecretNameRule(SecretNameRule Rule, SecretPathContext Context, string? Path)
{
    /// <summary>What the strategy threw instead of returning a name.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The second name for the same context.</summary>
    public string? SecondPath { get; init; }

    /// <summary>The store's rule, as a phrase that can follow "which".</summary>
    public string? StoreRule { get; init; }

    /// <summary>The context that had the name before.</summary>
    public SecretPathContext? Owner { get; init; }
}
