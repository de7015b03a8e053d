namespace Concourse.CredentialRotation;

/// <summary>Puts a session's values into the secrets of a set where no pipeline reads them yet.</summary>
internal sealed class Staging(SecretStore store, RequestThrottling throttling, SecretSetState seen, RotationId rotationId, SessionCredentials session)
{
    /// <returns>The set with the current versions that the promotion may replace.</returns>
    /// <exception cref="PostponedException">Nothing was written, and it is not this account's turn any more.</exception>
    public async Task<SecretSetState> RunAsync(CancellationToken cancellationToken)
    {
        SecretState[] secrets = [.. seen.Secrets];
        int[] missing = [.. Enumerable.Range(0, secrets.Length).Where(i => secrets[i].CurrentVersionId is null)];
        if (missing is [var first, .. var rest])
        {
            // From its first secret to its last, a set that was absent is mixed. So the first one waits for as long as it takes, and the others do not.
            await throttling.SendAllAsync(
                [async token => secrets[first] = await CreateAsync(secrets[first], initialVersionId: NewVersionId(), Urgency.Patient, token).ConfigureAwait(false)],
                mayStepBack: true,
                cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(rest.Select(async i =>
            {
                var versionId = NewVersionId();
                secrets[i] = await throttling.SendAsync(
                    Urgency.Urgent, token => CreateAsync(secrets[i], versionId, Urgency.Urgent, token), cancellationToken).ConfigureAwait(false);
            })).ConfigureAwait(false);
        }

        await throttling.SendAllAsync(
            [.. secrets.Select(secret => (Func<CancellationToken, Task>)(token =>
                store.PutPendingAsync(secret.Location, rotationId.ToString(), session.ValueOf(secret.Location.Part), Urgency.Patient, token)))],
            mayStepBack: missing.Length == 0,
            cancellationToken).ConfigureAwait(false);
        return new(secrets);
    }

    // A first version is current at once. Under the rotation id it could not be told from one that was promoted.
    private static string NewVersionId() => Guid.NewGuid().ToString("D");

    private async Task<SecretState> CreateAsync(SecretState secret, string initialVersionId, Urgency urgency, CancellationToken cancellationToken) =>
        await store.CreateAsync(secret, initialVersionId, session.ValueOf(secret.Location.Part), urgency, cancellationToken).ConfigureAwait(false)
            ? secret with { Exists = true, CurrentVersionId = initialVersionId }
            : await store.ReadAsync(secret.Location, urgency, cancellationToken).ConfigureAwait(false);
}
