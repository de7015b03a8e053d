namespace Concourse.CredentialRotation.Testing;

/// <summary>One rule that a path strategy breaks, with the first names that show it.</summary>
public sealed record SecretPathFinding
{
    /// <summary>The rule.</summary>
    public required SecretPathRule Rule { get; init; }

    /// <summary>How serious it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The team, the account and the content for which the strategy broke the rule.</summary>
    public required SecretPathContext Context { get; init; }

    /// <summary>The other team, account or content with the same name.</summary>
    /// <value><see langword="null"/> unless <see cref="Rule"/> is <see cref="SecretPathRule.Distinct"/>.</value>
    public SecretPathContext? OtherContext { get; init; }

    /// <summary>The name that the strategy returned.</summary>
    /// <value><see langword="null"/> when it returned none.</value>
    public string? Path { get; init; }

    /// <summary>The variable that reads the secret, as a pipeline contains it, such as <c>((example-team/divx-lab-access-key))</c>.</summary>
    /// <value><see langword="null"/> when the rule is not about variables, or there is none.</value>
    public string? Variable { get; init; }

    /// <summary>What was found, as a complete sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, as complete sentences.</summary>
    public required string Remedy { get; init; }

    /// <summary>The severity, the rule, the message and the remedy.</summary>
    public override string ToString() => $"{Severity}, {Rule}: {Message} {Remedy}";
}
