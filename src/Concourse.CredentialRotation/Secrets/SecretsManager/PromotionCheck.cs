using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation;

/// <summary>
/// Checks whether a promotion can succeed when an earlier rotation staged a session and did not promote it. Each staged session takes one of a
/// secret's 100 versions for a day, so a rotation whose promotion fails again and again would use them up.
/// </summary>
internal sealed class PromotionCheck(SecretStore store, WritePacer pacer, RequestThrottling throttling, TimeProvider time)
{
    /// <summary>Finds out why a promotion would fail; null when no reason is known.</summary>
    public async Task<RotationError?> FindErrorAsync(SecretSet seen, CancellationToken cancellationToken)
    {
        if (!seen.Secrets.Any(secret => secret.FindAbandoned(time.GetUtcNow()) is not null))
        {
            return null;
        }

        try
        {
            var secrets = seen.Secrets.Where(secret => secret.CurrentVersionId is not null).ToList();
            await pacer.Writes.WaitAsync(secrets.Count, Urgency.Patient, cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(secrets.Select(secret => TestPermissionAsync(secret, cancellationToken))).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not ThrottledException)
        {
            return ErrorFormatter.Format(exception);
        }
    }

    // Moving the label to the version that already has it changes nothing. AWS may reject that as unnecessary, but it checks the permission first.
    private Task<bool> TestPermissionAsync(SecretState secret, CancellationToken cancellationToken) => throttling.SendAsync(
        Urgency.Patient,
        async token =>
        {
            try
            {
                await store.MoveCurrentAsync(secret.Name, secret.CurrentVersionId, secret.CurrentVersionId!, token).ConfigureAwait(false);
                return true;
            }
            catch (AmazonSecretsManagerException exception)
                when (exception is InvalidParameterException or InvalidRequestException or ResourceNotFoundException || exception.ErrorCode is "ValidationException")
            {
                return false;
            }
        },
        cancellationToken);
}
