namespace Concourse.CredentialRotation;

/// <summary>An AWS account by the name that its team gave it, with the role that is assumed there.</summary>
public sealed record Account
{
    /// <summary>The team's name for the account.</summary>
    /// <value>1 to 128 characters of <c>A-Z a-z 0-9 _ . @ -</c>, without two dots in a row.</value>
    public required string Name { get; init; }

    /// <summary>The ARN of the IAM role to assume.</summary>
    /// <value>A role of any partition, such as <c>arn:aws:iam::123456789012:role/ci</c>.</value>
    public required string RoleArn { get; init; }

    /// <summary>
    /// How long the session should last. STS grants at most an hour to a caller that is itself an assumed role
    /// (<see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</see>).
    /// </summary>
    /// <value>15 minutes to 12 hours, in whole seconds; in the JSON, in seconds. An hour when <see langword="null"/>.</value>
    public TimeSpan? Duration { get; init; }

    /// <summary>How the account's credentials are divided among secrets.</summary>
    /// <value>In the JSON, <c>separate</c>, <c>combined</c> or <c>both</c>. If <see langword="null"/>, <see cref="CredentialRotationOptions.Layout"/> applies.</value>
    public SecretLayout? Layout { get; init; }

    /// <summary>Restrictions of the session, and information that is sent with it.</summary>
    /// <value>None when <see langword="null"/>.</value>
    public SessionSettings? Session { get; init; }
}
