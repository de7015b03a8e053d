namespace Concourse.CredentialRotation.Testing;

/// <summary>Makes every write request fail in every way, and cancels the write at every one.</summary>
internal sealed class FaultRules(WriterTrials trials, SecretLayout layout)
{
    private static readonly WriteFault[] Faults = [WriteFault.Rejected, WriteFault.ResponseLost];

    public async Task CheckAsync()
    {
        await trials.RunAsync(layout, exists: true, CheckCanceledBeforeAsync).ConfigureAwait(false);
        foreach (var exists in new[] { false, true })
        {
            var count = await CountRequestsAsync(exists).ConfigureAwait(false);
            for (var i = 1; i <= count; i++)
            {
                var number = i;
                await trials.RunAsync(layout, exists, trial => CheckCanceledAsync(trial, number, count)).ConfigureAwait(false);
                foreach (var fault in Faults)
                {
                    await trials.RunAsync(layout, exists, trial => CheckFaultAsync(trial, number, count, fault, isPersistent: false)).ConfigureAwait(false);
                    await trials.RunAsync(layout, exists, trial => CheckFaultAsync(trial, number, count, fault, isPersistent: true)).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<int> CountRequestsAsync(bool exists)
    {
        var count = 0;
        await trials.RunAsync(layout, exists, async trial =>
        {
            var before = trial.Faults.Count;
            await trial.RotateAsync(trial.WriteStep).ConfigureAwait(false);
            count = trial.Faults.Count - before;
        }).ConfigureAwait(false);
        return count;
    }

    private static async Task CheckFaultAsync(WriterTrial trial, int number, int count, WriteFault fault, bool isPersistent)
    {
        var step = $"{trial.WriteStep}, write request {number} of {count} {(fault is WriteFault.Rejected ? "rejected" : "carried out without a response")}{(isPersistent ? ", like all later ones" : "")}";
        var before = await trial.ReadAsync().ConfigureAwait(false);
        trial.Faults.Inject(number, fault, isPersistent);
        var attempt = await trial.RotateAsync(step).ConfigureAwait(false);
        trial.Faults.Clear();
        var aftermath = new Aftermath(trial, step)
        {
            MixedRule = SecretWriterRule.AllOrNothing,
            MayBeTorn = isPersistent,
            MayBeUnknown = fault is WriteFault.ResponseLost,
        };
        await aftermath.CheckAsync(before, attempt).ConfigureAwait(false);
    }

    private static async Task CheckCanceledAsync(WriterTrial trial, int number, int count)
    {
        var step = $"{trial.WriteStep}, canceled at write request {number} of {count}";
        var before = await trial.ReadAsync().ConfigureAwait(false);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(trial.Trials.CancellationToken);
        trial.Faults.Inject(number, WriteFault.None, before: cancellation.CancelAsync);
        var attempt = await trial.RotateAsync(step, cancellationToken: cancellation.Token).ConfigureAwait(false);
        trial.Faults.Clear();
        await new Aftermath(trial, step) { MixedRule = SecretWriterRule.Cancellation }.CheckAsync(before, attempt).ConfigureAwait(false);
    }

    private static async Task CheckCanceledBeforeAsync(WriterTrial trial)
    {
        const string Step = "write over an existing set, canceled before";
        var before = await trial.ReadAsync().ConfigureAwait(false);
        var seen = await trial.InspectAsync(Step).ConfigureAwait(false);
        var requests = trial.Faults.Count;
        var attempt = await trial.WriteAsync(Step, seen, cancellationToken: new CancellationToken(canceled: true)).ConfigureAwait(false);
        var after = await trial.ReadAsync().ConfigureAwait(false);
        trial.Require(
            attempt.HasFailed && after.IsSameAs(before) && trial.Faults.Count == requests,
            SecretWriterRule.Cancellation,
            Step,
            () => $"The write {attempt.Describe()} after {trial.Faults.Count - requests} write requests, and {after.Describe((attempt.Session, "the new session"), (trial.Previous!.Session, "the previous session"))}.");
    }
}
