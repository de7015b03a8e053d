namespace Concourse.CredentialRotation.Testing;

/// <summary>One rule that a writer broke in one step of <see cref="SecretWriterCheck"/>.</summary>
public sealed record SecretWriterFinding
{
    /// <summary>The rule.</summary>
    public required SecretWriterRule Rule { get; init; }

    /// <summary>The layout of the secrets that were used.</summary>
    /// <value><see langword="null"/> when the rule does not depend on the layout.</value>
    public SecretLayout? Layout { get; init; }

    /// <summary>What was done, such as <c>write over an existing set, write request 2 of 6 rejected</c>.</summary>
    public required string Step { get; init; }

    /// <summary>What was seen, as a complete sentence without secrets.</summary>
    public required string Message { get; init; }

    /// <summary>The rule, the layout, the step and the message.</summary>
    public override string ToString() => $"{Rule}{(Layout is null ? "" : $", layout {Layout}")}, {Step}: {Message}";
}
