using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Paces the writes of a rotation under the two quotas that Secrets Manager has for them
/// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html">quotas</see>).
/// </summary>
internal sealed class WritePacer(IOptions<SecretsManagerOptions> options, TimeProvider time)
{
    // The writes of an account in the default layout. With a larger burst, processes that start together would leave more sets half created.
    private const int LargestGroup = 3;

    /// <summary>The quota of CreateSecret.</summary>
    public QuotaPacer Creates { get; } = new(options.Value.MaxWritesPerSecond, LargestGroup, time);

    /// <summary>The quota that PutSecretValue and UpdateSecretVersionStage share.</summary>
    public QuotaPacer Writes { get; } = new(options.Value.MaxWritesPerSecond, LargestGroup, time);
}
