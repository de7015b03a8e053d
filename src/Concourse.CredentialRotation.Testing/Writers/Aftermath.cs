namespace Concourse.CredentialRotation.Testing;

/// <summary>Judges a write that was disturbed: by what readers get, by what the writer says, and by the next rotation.</summary>
/// <param name="trial">The trial.</param>
/// <param name="step">What was done.</param>
internal sealed class Aftermath(WriterTrial trial, string step)
{
    private const int MaxReads = 10;

    /// <summary>The rule that a set breaks which is neither whole nor reported as torn.</summary>
    public required SecretWriterRule MixedRule { get; init; }

    /// <summary>Whether rolling back can fail too, so that the set may be left torn.</summary>
    public bool MayBeTorn { get; init; }

    /// <summary>Whether the writer may be unable to find out what was written.</summary>
    public bool MayBeUnknown { get; init; }

    public async Task CheckAsync(SetContents before, WriteAttempt attempt)
    {
        var (after, state) = await SettleAsync().ConfigureAwait(false);
        var isNew = after.IsOf(attempt.Session);
        var isUnchanged = after.IsSameAs(before);

        // No store can create several secrets at once. Until all exist, readers get no complete set, but never two sessions either.
        var isPartlyCreated = before.IsMissing && !isNew && !isUnchanged && after.IsPartOf(attempt.Session);
        var isWhole = isNew || isUnchanged;
        if (isWhole || isPartlyCreated)
        {
            var isTrue = attempt.Status switch
            {
                SecretWriteStatus.Written => isNew,
                SecretWriteStatus.Superseded => false,
                SecretWriteStatus.Unknown => !isPartlyCreated,
                SecretWriteStatus.Torn => isPartlyCreated || (MayBeTorn && (MayBeUnknown || before.IsMissing)),
                SecretWriteStatus.Failed => !isNew || before.IsMissing,

                // An exception says less than a result.
                _ => !isNew || MayBeUnknown || before.IsMissing,
            };
            Require(isTrue, isPartlyCreated ? MixedRule : SecretWriterRule.Result, attempt, after);
        }
        else
        {
            Require(MayBeTorn && attempt.Status is SecretWriteStatus.Torn, MixedRule, attempt, after);
        }

        CheckState(state, after, isWhole, mayBeTorn: before.IsMissing, attempt, owner: isNew ? attempt : trial.Previous);
        await CheckRepairAsync(trial, step).ConfigureAwait(false);
    }

    /// <summary>The next rotation makes the set complete, whatever happened before.</summary>
    public static async Task CheckRepairAsync(WriterTrial trial, string step)
    {
        var next = await trial.RotateAsync($"{step}, next write").ConfigureAwait(false);
        var contents = await trial.ReadAsync().ConfigureAwait(false);
        trial.Require(
            next.Status is SecretWriteStatus.Written && contents.IsOf(next.Session),
            SecretWriterRule.Repair,
            $"{step}, next write",
            () => $"The write {next.Describe()}, and {contents.Describe((next.Session, "the new session"))}.");
    }

    private void CheckState(SecretSetState state, SetContents after, bool isWhole, bool mayBeTorn, WriteAttempt attempt, WriteAttempt? owner)
    {
        var isRight = state.Status switch
        {
            SecretSetStatus.Missing => after.IsMissing,
            SecretSetStatus.Torn => !isWhole || (mayBeTorn && !after.IsMissing),
            _ => isWhole && !after.IsMissing,
        };
        trial.Require(isRight, SecretWriterRule.Inspection, $"{step}, inspection", () => $"The inspection reported {state.Status}, but {Describe(after, attempt)}.");
        trial.Require(
            !isRight || state.RotationId is null || state.RotationId == owner?.Request.RotationId,
            SecretWriterRule.Inspection,
            $"{step}, inspection",
            () => $"The inspection reported the rotation {state.RotationId}, but {Describe(after, attempt)}, which {owner?.Request.RotationId} wrote.");
    }

    // A request whose caller was canceled may still be carried out, so the set is read until it does not change.
    private async Task<(SetContents After, SecretSetState State)> SettleAsync()
    {
        for (var reads = 1; ; reads++)
        {
            var after = await trial.ReadAsync().ConfigureAwait(false);
            var state = await trial.InspectAsync($"{step}, inspection").ConfigureAwait(false);
            if (reads == MaxReads || (await trial.ReadAsync().ConfigureAwait(false)).IsSameAs(after))
            {
                return (after, state);
            }
        }
    }

    private void Require(bool condition, SecretWriterRule rule, WriteAttempt attempt, SetContents after) =>
        trial.Require(condition, rule, step, () => $"The write {attempt.Describe()}, and {Describe(after, attempt)}.");

    private string Describe(SetContents contents, WriteAttempt attempt) => trial.Previous is { } previous
        ? contents.Describe((attempt.Session, "the new session"), (previous.Session, "the previous session"))
        : contents.Describe((attempt.Session, "the new session"));
}
