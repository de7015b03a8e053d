namespace Concourse.CredentialRotation.Testing;

/// <summary>Inspects and writes without any fault.</summary>
internal sealed class BasicRules(WriterTrials trials, SecretLayout layout)
{
    private const string OtherValue = "written by another tool";

    /// <returns>Whether the writer can write at all.</returns>
    public async Task<bool> CheckAsync()
    {
        var canWrite = false;
        await trials.RunAsync(layout, exists: false, async trial => canWrite = await CheckWritesAsync(trial).ConfigureAwait(false)).ConfigureAwait(false);
        if (!canWrite)
        {
            return false;
        }

        await trials.RunAsync(layout, exists: false, CheckSetOfAnotherToolAsync).ConfigureAwait(false);
        var count = AccountSecrets.GetContents(layout).Count;
        for (var i = 0; i < count; i++)
        {
            var secret = i;
            await trials.RunAsync(layout, exists: true, trial => CheckOverwrittenSecretAsync(trial, secret)).ConfigureAwait(false);
            if (count > 1)
            {
                await trials.RunAsync(layout, exists: false, trial => CheckIncompleteSetAsync(trial, secret)).ConfigureAwait(false);
            }
        }

        return true;
    }

    private static async Task<bool> CheckWritesAsync(WriterTrial trial)
    {
        const string Inspection = "inspection of a missing set";
        var missing = await trial.InspectAsync(Inspection).ConfigureAwait(false);
        trial.Require(missing.Status is SecretSetStatus.Missing, SecretWriterRule.Inspection, Inspection, () => $"The inspection reported {missing.Status}.");
        trial.Require(missing.WrittenAt is null, SecretWriterRule.WrittenAt, Inspection, () => "WrittenAt is not null.");

        return await WriteAsync(trial, "write of a missing set").ConfigureAwait(false)
            && await WriteAsync(trial, "write over an existing set").ConfigureAwait(false)
            && trial.Require(trial.Faults.Count > 0, SecretWriterRule.Writing, "write of a missing set", () => "No write request reached the WriteFaultInjector, which must be asked about all of them.");
    }

    private static async Task<bool> WriteAsync(WriterTrial trial, string step)
    {
        var attempt = await trial.RotateAsync(step).ConfigureAwait(false);
        var contents = await trial.ReadAsync().ConfigureAwait(false);
        if (!trial.Require(
            attempt.Status is SecretWriteStatus.Written && contents.IsOf(attempt.Session),
            SecretWriterRule.Writing,
            step,
            () => $"The write {attempt.Describe()}, and {contents.Describe((attempt.Session, "the new session"))}."))
        {
            return false;
        }

        var requests = trial.Faults.Count;
        var state = await trial.InspectAsync($"inspection after the {step}").ConfigureAwait(false);
        CheckComplete(trial, $"inspection after the {step}", state, attempt);
        trial.Require(
            trial.Faults.Count == requests && (await trial.ReadAsync().ConfigureAwait(false)).IsSameAs(contents),
            SecretWriterRule.Inspection,
            $"inspection after the {step}",
            () => "The inspection sent a write request, or changed what readers get.");
        return true;
    }

    private static void CheckComplete(WriterTrial trial, string step, SecretSetState state, WriteAttempt attempt)
    {
        var began = attempt.Request.RotationId.CreatedAt;
        trial.Require(state.Status is SecretSetStatus.Complete, SecretWriterRule.Inspection, step, () => $"The inspection reported {state.Status}.");
        trial.Require(
            state.RotationId is null || state.RotationId == attempt.Request.RotationId,
            SecretWriterRule.Inspection,
            step,
            () => $"The inspection reported the rotation {state.RotationId}, but {attempt.Request.RotationId} wrote the set.");
        trial.Require(
            state.Status is not SecretSetStatus.Complete || (state.WrittenAt is { } writtenAt && (writtenAt - began).Duration() <= trial.Trials.Options.WrittenAtTolerance),
            SecretWriterRule.WrittenAt,
            step,
            () => $"WrittenAt is {state.WrittenAt?.ToString("O") ?? "null"}, but the rotation began at {began:O}.");
    }

    // Operators do this to have a set rotated that is still fresh.
    private static async Task CheckOverwrittenSecretAsync(WriterTrial trial, int secret)
    {
        const string Step = "inspection of a set of which another tool has overwritten a secret";
        await trial.Fixture.WriteAsync(trial.Secrets[secret].Name, OtherValue, trial.Trials.CancellationToken).ConfigureAwait(false);
        var state = await trial.InspectAsync(Step).ConfigureAwait(false);
        trial.Require(state.Status is SecretSetStatus.Torn or SecretSetStatus.Complete, SecretWriterRule.Inspection, Step, () => $"The inspection reported {state.Status}.");
        trial.Require(state.WrittenAt is null, SecretWriterRule.WrittenAt, Step, () => "WrittenAt is not null, so the next rotation skips the set.");
        await RepairAsync(trial, "write over a set of which another tool has overwritten a secret").ConfigureAwait(false);
    }

    private static async Task CheckSetOfAnotherToolAsync(WriterTrial trial)
    {
        const string Step = "inspection of a set that another tool wrote";
        foreach (var secret in trial.Secrets)
        {
            await trial.Fixture.WriteAsync(secret.Name, OtherValue, trial.Trials.CancellationToken).ConfigureAwait(false);
        }

        var state = await trial.InspectAsync(Step).ConfigureAwait(false);
        trial.Require(state.Status is SecretSetStatus.Torn or SecretSetStatus.Complete, SecretWriterRule.Inspection, Step, () => $"The inspection reported {state.Status}.");
        trial.Require(state.WrittenAt is null, SecretWriterRule.WrittenAt, Step, () => "WrittenAt is not null, although no rotation wrote the set.");
        await RepairAsync(trial, "write over a set that another tool wrote").ConfigureAwait(false);
    }

    private static async Task CheckIncompleteSetAsync(WriterTrial trial, int secret)
    {
        const string Step = "inspection of a set of which only one secret exists";
        await trial.Fixture.WriteAsync(trial.Secrets[secret].Name, OtherValue, trial.Trials.CancellationToken).ConfigureAwait(false);
        var state = await trial.InspectAsync(Step).ConfigureAwait(false);
        trial.Require(state.Status is SecretSetStatus.Torn, SecretWriterRule.Inspection, Step, () => $"The inspection reported {state.Status}.");
        await RepairAsync(trial, "write over a set of which only one secret exists").ConfigureAwait(false);
    }

    private static async Task RepairAsync(WriterTrial trial, string step)
    {
        var attempt = await trial.RotateAsync(step).ConfigureAwait(false);
        var contents = await trial.ReadAsync().ConfigureAwait(false);
        trial.Require(
            attempt.Status is SecretWriteStatus.Written && contents.IsOf(attempt.Session),
            SecretWriterRule.Repair,
            step,
            () => $"The write {attempt.Describe()}, and {contents.Describe((attempt.Session, "the new session"))}.");
    }
}
