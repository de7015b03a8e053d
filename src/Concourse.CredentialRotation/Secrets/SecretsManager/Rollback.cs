namespace Concourse.CredentialRotation;

/// <summary>
/// Rolls a promotion back: followers first and the leader last, so that whoever reads sees either that this rotation leads, or that nothing of it is left.
/// </summary>
/// <param name="label">Moves and reads the label.</param>
/// <param name="attempts">Makes the attempts.</param>
/// <param name="staged">The set.</param>
/// <param name="replaced">The versions that this rotation replaced, or would have replaced next, in the order of the set. They need not be those that were inspected.</param>
/// <param name="rotationId">The version ID of this rotation.</param>
internal sealed class Rollback(CurrentLabel label, AttemptLoop attempts, SecretSet staged, IReadOnlyList<string?> replaced, string rotationId)
{
    public async Task<SecretWriteResult> RunAsync(RotationError cause, CancellationToken cancellationToken)
    {
        var followers = await Task.WhenAll(staged.Followers.Select((follower, i) => RestoreAsync(follower, replaced[i + 1], cancellationToken))).ConfigureAwait(false);
        var leader = await RestoreAsync(staged.Leader, replaced[0], cancellationToken).ConfigureAwait(false);
        Attempt[] all = [.. followers, leader];
        if (!Array.TrueForAll(all, attempt => attempt.Status is AttemptStatus.Done))
        {
            return Torn(cause, $"Rolling back also failed: {(Attempt.FindError(all) ?? cause).Message}");
        }

        return await WasFoundMixedAsync(cancellationToken).ConfigureAwait(false)
            ? Torn(cause, "The rotation was rolled back to what it had found: secrets of different rotations.")
            : SecretWriteResult.Failed(RotationStep.Promote, cause with { Message = $"{cause.Message} Nothing of this rotation was promoted." });
    }

    /// <summary>Restores the version that was replaced.</summary>
    private Task<Attempt> RestoreAsync(SecretState secret, string? previous, CancellationToken cancellationToken) =>
        attempts.RunAsync(new(AttemptStatus.Retry), (last, token) => RestoreAsync(secret, previous, last, token), cancellationToken);

    /// <summary>One attempt to restore a version. It is also done if the secret is not (or no longer) on this rotation's version.</summary>
    private async Task<Attempt> RestoreAsync(SecretState secret, string? previous, Attempt last, CancellationToken cancellationToken)
    {
        if (previous is not null)
        {
            var (isMoved, error) = await label.TryMoveAsync(secret, rotationId, previous, isPaced: false, cancellationToken).ConfigureAwait(false);
            if (isMoved)
            {
                return last with { Status = AttemptStatus.Done };
            }

            last = last.After(error);
        }

        var (now, readError) = await label.TryReadAsync(secret.Entry, cancellationToken).ConfigureAwait(false);
        return now is null || now.CurrentVersionId == rotationId ? last.After(readError) : last with { Status = AttemptStatus.Done };
    }

    // A rotation whose promotion was in progress may have left the rest of the set to this one, and does not report that the set is torn.
    private async Task<bool> WasFoundMixedAsync(CancellationToken cancellationToken)
    {
        // A combined secret is not mixed by itself. One that this rotation has created does not show that another rotation was in progress.
        var isMixed = IsMixed(secret => !secret.IsNew) || IsMixed(secret => secret.Entry.Content is not SecretContent.Credentials);
        return isMixed && (await label.TryReadAsync(staged, cancellationToken).ConfigureAwait(false)).Set?.ConsistentVersionId is null;
    }

    private bool IsMixed(Func<SecretState, bool> filter)
    {
        var versions = staged.Secrets.Zip(replaced).Where(secret => filter(secret.First)).Select(secret => secret.Second).Distinct().ToList();
        return versions.Count > 1 && versions.Exists(version => RotationId.TryParse(version, out _));
    }

    private static SecretWriteResult Torn(RotationError cause, string reason) =>
        SecretWriteResult.Torn(cause with { Message = $"{cause.Message} {reason} Pipelines may read parts of two sessions until the next rotation." });
}
