using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Concourse.CredentialRotation;

/// <summary>Who we are for AWS. What kind of caller a process is does not change, so it is asked once.</summary>
internal sealed class CallerIdentity(IAmazonSecurityTokenService sts, RequestThrottling throttling) : IDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private bool? _isAssumedRole;

    /// <summary>Whether the caller is itself a session of a role, so that the sessions it gets are chained and last an hour at most.</summary>
    public async Task<bool> IsAssumedRoleAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isAssumedRole is not { } known)
            {
                var request = new GetCallerIdentityRequest();
                var identity = await throttling.SendAsync(
                    Urgency.Patient, token => sts.GetCallerIdentityAsync(request, token), cancellationToken).ConfigureAwait(false);
                var arn = identity.Arn is { Length: > 0 } ? identity.Arn : throw new IncompleteResponseException(AwsOperation.Of(request), "ARN");
                _isAssumedRole = known = arn.Contains(":assumed-role/", StringComparison.Ordinal);
            }

            return known;
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose() => _once.Dispose();
}
