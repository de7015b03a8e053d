using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation;

/// <summary>
/// Looks, where an earlier rotation staged a session and did not promote it, whether a promotion has a chance now. Each session that is staged takes
/// one of a secret's 100 versions for a day, so a rotation that fails at its promotion again and again would use them up.
/// </summary>
internal sealed class PromotionCheck(SecretStore store, WritePacer pacer, RequestThrottling throttling, TimeProvider time)
{
    // A younger session may be that of a rotation in progress.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromSeconds(30);

    /// <summary>Why a promotion would fail; null when nothing is known against it.</summary>
    public async Task<Problem?> ProblemAsync(SecretSetState seen, CancellationToken cancellationToken)
    {
        if (!seen.Secrets.Any(IsAbandoned))
        {
            return null;
        }

        try
        {
            var secrets = seen.Secrets.Where(secret => secret.CurrentVersionId is not null).ToList();
            await pacer.Writes.WaitAsync(secrets.Count, Urgency.Patient, cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(secrets.Select(secret => MoveInPlaceAsync(secret, cancellationToken))).ConfigureAwait(false);
            return null;
        }
        catch (Exception problem) when (problem is not OperationCanceledException and not ThrottledException)
        {
            return Problem.Of(problem);
        }
    }

    private bool IsAbandoned(SecretState secret) =>
        secret.PendingVersionId != secret.CurrentVersionId
        && RotationId.TryParse(secret.PendingVersionId, out var staged)
        && time.GetUtcNow() - staged.CreatedAt > AbandonedAfter;

    // Moving the label to the version that already has it changes nothing. AWS may refuse that as unnecessary, but checks the permission first.
    private Task<bool> MoveInPlaceAsync(SecretState secret, CancellationToken cancellationToken) => throttling.SendAsync(
        Urgency.Patient,
        async token =>
        {
            try
            {
                await store.MoveCurrentAsync(secret.Location, secret.CurrentVersionId, secret.CurrentVersionId!, token).ConfigureAwait(false);
                return true;
            }
            catch (AmazonSecretsManagerException answer)
                when (answer is InvalidParameterException or InvalidRequestException or ResourceNotFoundException || answer.ErrorCode is "ValidationException")
            {
                return false;
            }
        },
        cancellationToken);
}
