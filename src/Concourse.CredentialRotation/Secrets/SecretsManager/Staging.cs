using System.Collections.Concurrent;

namespace Concourse.CredentialRotation;

/// <summary>Puts the values of a session into the secrets of a set, where no pipeline reads them yet.</summary>
internal sealed class Staging(
    SecretStore store,
    WritePacer pacer,
    RequestThrottling throttling,
    ConcurrencyLimit limit,
    CreationQueue creationQueue,
    SecretSet inspected,
    ConcurrentQueue<string> restored,
    SecretWriteRequest request,
    TimeProvider time)
{
    /// <param name="mayStepBack">Whether nothing of the set has been changed yet.</param>
    /// <param name="cancellationToken">Cancels the staging.</param>
    /// <returns>The set with the current versions that the promotion may replace.</returns>
    /// <exception cref="PostponedException">Nothing was written, and other accounts have to finish first.</exception>
    public async Task<SecretSet> RunAsync(bool mayStepBack, CancellationToken cancellationToken)
    {
        SecretState[] secrets = [.. inspected.Secrets];
        int[] missing = [.. Enumerable.Range(0, secrets.Length).Where(i => secrets[i].CurrentVersionId is null)];
        if (missing.Length > 0)
        {
            try
            {
                await creationQueue.EnterAsync(cancellationToken).ConfigureAwait(false);
                await CreateAsync(secrets, missing, mayStepBack, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                creationQueue.Leave();
            }
        }

        // A secret that could not be staged last time comes first. If it still cannot, the others do not get one more version at each attempt.
        var unstaged = inspected.FindUnstaged(time.GetUtcNow()).Select(secret => secret.Name).ToList();
        SecretState[] first = [.. secrets.Where(secret => unstaged.Contains(secret.Name))];
        await PutAsync(first, mayStepBack && missing.Length == 0, cancellationToken).ConfigureAwait(false);
        await PutAsync([.. secrets.Except(first)], mayStepBack && missing.Length == 0 && first.Length == 0, cancellationToken).ConfigureAwait(false);
        return new(secrets);
    }

    private async Task PutAsync(SecretState[] secrets, bool mayStepBack, CancellationToken cancellationToken)
    {
        if (secrets.Length == 0)
        {
            return;
        }

        var throttled = await throttling.TrySendAllAsync([.. secrets.Select(Put)], pacer.Writes, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        await throttling.SendAgainAsync(
            throttled, pacer.Writes, Urgency.Patient, mayStepBack && throttled.Count == secrets.Length, cancellationToken).ConfigureAwait(false);
    }

    private Func<CancellationToken, Task> Put(SecretState secret) =>
        token => store.PutPendingAsync(secret, request.RotationId.ToString(), request.Session.GetValue(secret.Entry.Content), token);

    // A set that was missing is mixed from its first secret to its last. So when requests are being throttled, the first secret waits for as long as it
    // takes, and once there is one, the others do not wait.
    private async Task CreateAsync(SecretState[] secrets, int[] missing, bool mayStepBack, CancellationToken cancellationToken)
    {
        if (mayStepBack && limit.TryStepBack())
        {
            throw new PostponedException();
        }

        Func<CancellationToken, Task>[] requests = [.. missing.Select(i =>
        {
            // A first version is current at once. Under the rotation ID it could not be told from one that was promoted.
            var initialVersionId = Guid.NewGuid().ToString("D");
            return (Func<CancellationToken, Task>)(async token => secrets[i] = await CreateAsync(secrets[i], initialVersionId, token).ConfigureAwait(false));
        })];
        var first = limit.IsReduced ? requests[..1] : requests;
        var throttled = await throttling.TrySendAllAsync(first, pacer.Creates, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        if (throttled.Count == first.Length)
        {
            await throttling.SendAgainAsync([throttled[0]], pacer.Creates, Urgency.Patient, mayStepBack: false, cancellationToken).ConfigureAwait(false);
            throttled = [.. throttled.Skip(1)];
        }

        throttled =
        [
            .. throttled,
            .. await throttling.TrySendAllAsync(requests[first.Length..], pacer.Creates, Urgency.Urgent, cancellationToken).ConfigureAwait(false),
        ];
        await throttling.SendAgainAsync(throttled, pacer.Creates, Urgency.Urgent, mayStepBack: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SecretState> CreateAsync(SecretState secret, string initialVersionId, CancellationToken cancellationToken) =>
        await store.CreateAsync(secret, initialVersionId, request.Session.GetValue(secret.Entry.Content), cancellationToken).ConfigureAwait(false)
            ? secret with { Exists = true, IsNew = true, CurrentVersionId = initialVersionId }
            : await store.ReadRestoredAsync(secret.Entry, restored, cancellationToken).ConfigureAwait(false);
}
