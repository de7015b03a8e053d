namespace Concourse.CredentialRotation;

/// <summary>One rule that a team's configuration breaks.</summary>
/// <param name="Field">The field, as a path into the configuration: <c>accounts[0].roleArn</c>.</param>
/// <param name="Rule">What the field must be, and what it is.</param>
public sealed record TeamProblem(string Field, string Rule)
{
    /// <summary>The problem as one line: the field, a colon, the rule.</summary>
    public override string ToString() => $"{Field}: {Rule}";
}
