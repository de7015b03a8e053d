using System.Collections.Concurrent;

namespace Concourse.CredentialRotation;

/// <summary>Moves the label AWSCURRENT within a promotion, and reads where it is. A failure is a result here: it must not end the promotion.</summary>
internal sealed class CurrentLabel(SecretStore store, WritePacer pacer, RequestThrottling throttling, ConcurrentQueue<string> restored)
{
    /// <summary>Moves the label from one version to another.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="from">The version that is expected to have the label.</param>
    /// <param name="to">The version that gets the label.</param>
    /// <param name="isPaced">Whether the pacer has already counted the request.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<(bool IsMoved, RotationError? Error)> TryMoveAsync(
        SecretState secret, string? from, string to, bool isPaced, CancellationToken cancellationToken)
    {
        try
        {
            await pacer.Writes.WaitAsync(isPaced ? 0 : 1, Urgency.Urgent, cancellationToken).ConfigureAwait(false);
            await throttling.SendAsync(Urgency.Urgent, token => MoveAsync(secret, from, to, token), cancellationToken).ConfigureAwait(false);
            return (true, null);
        }
        catch (Exception exception)
        {
            return (false, ErrorFormatter.Format(exception));
        }
    }

    /// <summary>Reads a secret, and restores it if it is scheduled for deletion.</summary>
    public Task<(SecretState? Secret, RotationError? Error)> TryReadAsync(SecretEntry secret, CancellationToken cancellationToken) =>
        TryAsync(store.ReadRestoredAsync(secret, restored, cancellationToken));

    /// <summary>Reads a secret, and changes nothing.</summary>
    public Task<(SecretState? Secret, RotationError? Error)> TryReadOnlyAsync(SecretEntry secret, CancellationToken cancellationToken) =>
        TryAsync(store.ReadAsync(secret, Urgency.Urgent, cancellationToken));

    /// <summary>Reads all secrets of a set like <see cref="TryReadAsync(SecretEntry, CancellationToken)"/>; one that cannot be read makes the whole an error.</summary>
    public async Task<(SecretSet? Set, RotationError? Error)> TryReadAsync(SecretSet set, CancellationToken cancellationToken)
    {
        var reads = await Task.WhenAll(set.Secrets.Select(secret => TryReadAsync(secret.Entry, cancellationToken))).ConfigureAwait(false);
        return Array.Find(reads, read => read.Error is not null).Error is { } error ? (null, error) : (new([.. reads.Select(read => read.Secret!)]), null);
    }

    private static async Task<(SecretState? Secret, RotationError? Error)> TryAsync(Task<SecretState> read)
    {
        try
        {
            return (await read.ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            return (null, ErrorFormatter.Format(exception));
        }
    }

    private async Task<bool> MoveAsync(SecretState secret, string? from, string to, CancellationToken cancellationToken)
    {
        try
        {
            await store.MoveCurrentAsync(secret.Name, from, to, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ThrottledException)
        {
            // The next attempt counts as well.
            await pacer.Writes.WaitAsync(requests: 1, Urgency.Urgent, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
