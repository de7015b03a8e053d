using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Cli;

/// <summary>What a text that a pipeline printed says: the kind of error, and the access key ID in it.</summary>
internal sealed partial record PipelineError(ErrorKind Kind, string? AccessKeyId)
{
    // The first that the text contains decides. The codes and messages are those in docs/pipelines.md.
    private static readonly (string Text, ErrorKind Kind)[] Known =
    [
        // Of Secrets Manager, when Concourse reads a secret whose key it cannot use.
        ("Access to KMS is not allowed", ErrorKind.SecretDenied),
        ("DecryptionFailure", ErrorKind.KeyUnusable),
        ("ExpiredToken", ErrorKind.Expired),
        ("token has expired", ErrorKind.Expired),
        ("token included in the request is expired", ErrorKind.Expired),
        ("refreshed credentials are still expired", ErrorKind.Expired),
        // EC2 also says so of credentials that have expired: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-troubleshooting.html
        ("RequestExpired", ErrorKind.Expired),
        ("RequestTimeTooSkewed", ErrorKind.WrongClock),
        ("Signature expired", ErrorKind.WrongClock),
        ("Signature not yet current", ErrorKind.WrongClock),
        ("InvalidClientTokenId", ErrorKind.InvalidToken),
        ("UnrecognizedClientException", ErrorKind.InvalidToken),
        ("token included in the request is invalid", ErrorKind.InvalidToken),
        ("InvalidToken", ErrorKind.InvalidToken),
        ("AuthFailure", ErrorKind.InvalidToken),
        ("SignatureDoesNotMatch", ErrorKind.WrongSignature),
        ("InvalidSignatureException", ErrorKind.WrongSignature),
        ("signature we calculated does not match", ErrorKind.WrongSignature),
        ("InvalidAccessKeyId", ErrorKind.MissingToken),
        ("Access Key Id you provided does not exist", ErrorKind.MissingToken),
        ("Unable to locate credentials", ErrorKind.NoCredentials),
        ("NoCredentialProviders", ErrorKind.NoCredentials),
        ("failed to retrieve credentials", ErrorKind.NoCredentials),
        ("undefined vars", ErrorKind.UndefinedVariable),
        ("no session policy allows", ErrorKind.SessionPolicyDenied),
        ("explicit deny in an identity-based policy", ErrorKind.ExplicitlyDenied),
        ("AccessDenied", ErrorKind.AccessDenied),
        ("UnauthorizedOperation", ErrorKind.AccessDenied),
        ("not authorized to perform", ErrorKind.AccessDenied),
        ("Throttling", ErrorKind.Throttled),
        ("Rate exceeded", ErrorKind.Throttled),
        ("RequestLimitExceeded", ErrorKind.Throttled),
        ("TooManyRequests", ErrorKind.Throttled),
        ("SlowDown", ErrorKind.Throttled),
    ];

    /// <param name="text">What the pipeline printed.</param>
    /// <param name="readPermission">The IAM action that Concourse reads secrets with. A denial of it comes from Concourse, unless a task reads that store as well.</param>
    public static PipelineError Parse(string text, string readPermission = SecretsManagerFacts.GetSecretValue) => new(
        text.Contains(readPermission, StringComparison.OrdinalIgnoreCase)
            ? ErrorKind.SecretDenied
            : Known.FirstOrDefault(known => text.Contains(known.Text, StringComparison.OrdinalIgnoreCase)).Kind,
        Id().Match(text) is { Success: true } id ? id.Value : null);

    [GeneratedRegex("(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])")]
    private static partial Regex Id();
}
