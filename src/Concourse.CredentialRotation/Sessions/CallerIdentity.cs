using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Concourse.CredentialRotation;

/// <summary>The caller's identity in AWS. It does not change while a process runs, so it is read once.</summary>
internal sealed class CallerIdentity(Lazy<IAmazonSecurityTokenService> sts, RequestThrottling throttling) : IDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private volatile object? _isAssumedRole;

    /// <summary>What <see cref="IsAssumedRoleAsync"/> returned; null before that.</summary>
    public bool? IsKnownAssumedRole => _isAssumedRole as bool?;

    /// <summary>Whether the caller is itself a session of a role. Its own sessions are then chained, and last at most an hour.</summary>
    public async Task<bool> IsAssumedRoleAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsKnownAssumedRole is not { } isAssumedRole)
            {
                var request = new GetCallerIdentityRequest();
                var identity = await throttling.SendAsync(
                    Urgency.Patient, token => sts.Value.GetCallerIdentityAsync(request, token), cancellationToken).ConfigureAwait(false);
                var arn = identity.Arn is { Length: > 0 } ? identity.Arn : throw new IncompleteResponseException(AwsOperations.Describe(request), "ARN");
                _isAssumedRole = isAssumedRole = arn.Contains(":assumed-role/", StringComparison.Ordinal);
            }

            return isAssumedRole;
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose() => _once.Dispose();
}
