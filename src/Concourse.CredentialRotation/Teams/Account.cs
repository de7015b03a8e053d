namespace Concourse.CredentialRotation;

/// <summary>One AWS account as its team calls it, with the role that is assumed there.</summary>
/// <param name="Name">The team's name for the account; 1 to 128 characters of <c>A-Z a-z 0-9 _ . @ -</c>, without two dots in a row.</param>
/// <param name="RoleArn">The ARN of the IAM role to assume, of any partition, such as <c>arn:aws:iam::123456789012:role/ci</c>.</param>
/// <param name="Duration">
/// How long the session is asked to last, in seconds, 900 to 43,200; 3,600 when <see langword="null"/>.
/// STS grants at most 3,600 to a caller that is itself an assumed role
/// (<see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</see>).
/// </param>
/// <param name="Session">What narrows the session, or tells more about it; nothing when <see langword="null"/>.</param>
public sealed record Account(string Name, string RoleArn, int? Duration = null, SessionSettings? Session = null);
