using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Secrets Manager's two quotas for what a rotation writes
/// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html">quotas</see>).
/// </summary>
internal sealed class WritePacer(IOptions<CredentialRotationOptions> options, TimeProvider time)
{
    /// <summary>CreateSecret has a quota of its own.</summary>
    public QuotaPacer Creates { get; } = new(options.Value.MaxWritesPerSecond, time);

    /// <summary>PutSecretValue and UpdateSecretVersionStage share one.</summary>
    public QuotaPacer Writes { get; } = new(options.Value.MaxWritesPerSecond, time);
}
