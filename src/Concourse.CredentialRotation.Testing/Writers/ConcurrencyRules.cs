namespace Concourse.CredentialRotation.Testing;

/// <summary>Lets a second writer write the same set at each write request of the first.</summary>
internal sealed class ConcurrencyRules(WriterTrials trials, SecretLayout layout)
{
    public async Task CheckAsync()
    {
        foreach (var exists in new[] { false, true })
        {
            foreach (var inspectsFirst in new[] { false, true })
            {
                var isReached = true;
                for (var i = 1; isReached; i++)
                {
                    var number = i;
                    isReached = false;
                    await trials.RunAsync(layout, exists, async trial => isReached = await CheckAsync(trial, number, inspectsFirst).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
        }
    }

    /// <returns>Whether the first writer sent so many requests.</returns>
    private static async Task<bool> CheckAsync(WriterTrial trial, int number, bool inspectsFirst)
    {
        var step = $"{trial.WriteStep}, and by a second writer at write request {number}, which inspected the set {(inspectsFirst ? "before the first writer began" : "at that moment")}";
        var second = trial.Fixture.CreateWriter();
        var seen = inspectsFirst ? await trial.InspectAsync(step, second).ConfigureAwait(false) : null;
        Task<WriteAttempt>? other = null;
        trial.Faults.Inject(number, WriteFault.None, before: async () =>
        {
            // On another thread, because the second writer may block while it waits for a lock that the first one has.
            other = Task.Run(WriteAsync, trial.Trials.CancellationToken);
            await Task.WhenAny(other, Task.Delay(trial.Trials.Options.ConcurrencyTimeout, TimeProvider.System, trial.Trials.CancellationToken)).ConfigureAwait(false);
        });
        var attempt = await trial.RotateAsync(step).ConfigureAwait(false);
        trial.Faults.Clear();
        if (other is null)
        {
            return false;
        }

        await CheckAsync(trial, step, attempt, await other.ConfigureAwait(false)).ConfigureAwait(false);
        return true;

        async Task<WriteAttempt> WriteAsync() => seen is null
            ? await trial.RotateAsync(step, second).ConfigureAwait(false)
            : await trial.WriteAsync(step, seen, second).ConfigureAwait(false);
    }

    private static async Task CheckAsync(WriterTrial trial, string step, WriteAttempt first, WriteAttempt second)
    {
        var contents = await trial.ReadAsync().ConfigureAwait(false);
        var owner = contents.IsOf(first.Session) ? first : contents.IsOf(second.Session) ? second : null;
        var isReportedTorn = first.Status is SecretWriteStatus.Torn || second.Status is SecretWriteStatus.Torn;
        var isUntouched = first.HasFailed && second.HasFailed && (trial.Previous is { } before ? contents.IsOf(before.Session) : contents.IsMissing);
        var isWhole = owner is not null || (isUntouched && !contents.IsMissing);
        var isWholeOrReported = owner is not null || isUntouched || isReportedTorn;
        trial.Require(isWholeOrReported, SecretWriterRule.ConcurrentWrites, step, () => Describe("Neither writer reported that the set is torn, but"));
        trial.Require(
            owner is null || (owner.Status is not SecretWriteStatus.Superseded && (owner == first ? second : first).Status is not SecretWriteStatus.Torn),
            SecretWriterRule.Result,
            step,
            () => Describe("A writer reported another result, but"));
        if (isWholeOrReported)
        {
            var state = await trial.InspectAsync($"{step}, inspection").ConfigureAwait(false);
            trial.Require(
                (state.Status is SecretSetStatus.Complete) == isWhole,
                SecretWriterRule.Inspection,
                $"{step}, inspection",
                () => Describe($"The inspection reported {state.Status}, but"));
        }

        await Aftermath.CheckRepairAsync(trial, step).ConfigureAwait(false);

        string Describe(string beginning)
        {
            List<(SessionCredentials, string)> known = [(first.Session, "the session of the first writer"), (second.Session, "the session of the second writer")];
            if (trial.Previous is { } previous)
            {
                known.Add((previous.Session, "the previous session"));
            }

            return $"{beginning} {contents.Describe([.. known])}. The first write {first.Describe()}, and the second write {second.Describe()}.";
        }
    }
}
