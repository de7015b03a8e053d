namespace Concourse.CredentialRotation;

/// <summary>One attempt to promote a secret, or to restore its previous version: its result, and what the next attempt has to know.</summary>
internal sealed record Attempt(AttemptStatus Status)
{
    /// <summary>The version that was current when the secret was last read, before this rotation replaced it.</summary>
    public string? CurrentVersionId { get; init; }

    /// <summary>Whether the next attempt may write (to promote the leader: move its label), and not only read what is there.</summary>
    public bool MayWrite { get; init; }

    /// <summary>Whether a write that failed may have been carried out all the same.</summary>
    public bool MayBeWritten { get; init; }

    /// <summary>Whether the pacer has already counted the request of the next attempt.</summary>
    public bool IsPaced { get; init; }

    /// <summary>The version that is current in the leader, when another rotation owns the set.</summary>
    public string? WinnerVersionId { get; init; }

    /// <summary>What went wrong last, in this attempt or an earlier one.</summary>
    public RotationError? Error { get; init; }

    /// <summary>The same attempt after an error. An earlier error explains more than a final cancellation, so it is kept.</summary>
    public Attempt After(RotationError? error) => error is null || (error.IsCanceled && Error is not null) ? this : this with { Error = error };

    /// <summary>The error that says most about why some attempts did not succeed; null when there is none.</summary>
    public static RotationError? FindError(IEnumerable<Attempt> attempts)
    {
        var undone = attempts.Where(attempt => attempt.Status is not AttemptStatus.Done && attempt.Error is not null).ToList();
        return (undone.Find(attempt => attempt.Status is AttemptStatus.Overwritten)
            ?? undone.Find(attempt => attempt.Error is { IsCanceled: false })
            ?? undone.FirstOrDefault())?.Error;
    }
}
