namespace Concourse.CredentialRotation.Testing;

/// <summary>Checks whether an <see cref="ISecretWriter"/> does what the engine relies on, above all that it writes all or nothing.</summary>
/// <remarks>
/// <para>
/// The check runs the writer on many fresh stores, in all three layouts. It makes each write request fail, before and after it took effect, once and from
/// then on. It cancels the write at each request, and lets a second writer write at each request. After each of these, it compares what readers get with what
/// the writer says, and writes again.
/// </para>
/// <para>
/// If a write without any fault fails in a layout, the other checks of this layout are left out. Requests that only read are never made to fail. The check
/// does not measure <see cref="ISecretWriter.CommitReserve"/>. It does not read while a write is in progress, and does not end the process in the middle of one,
/// so it does not find what readers get then. It does not find what depends on the eventual consistency of a store either.
/// It has no time limit: only the token ends a write that never returns, for example because an earlier write has not released its lock.
/// </para>
/// <code>
/// var findings = await SecretWriterCheck.RunAsync(async faults => await OurStoreFixture.StartAsync(faults));
/// Assert.That(findings, Is.Empty);
/// </code>
/// </remarks>
public static class SecretWriterCheck
{
    private static readonly SecretLayout[] Layouts = [SecretLayout.Separate, SecretLayout.Combined, SecretLayout.Both];

    /// <summary>Checks a writer.</summary>
    /// <param name="createFixture">Creates an empty store whose writers ask the injector about each write request. It is called hundreds of times, never concurrently.</param>
    /// <param name="options">The options; the default is a new instance.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>What was found, in the order of the steps; empty for a writer that does what the engine relies on.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<IReadOnlyList<SecretWriterFinding>> RunAsync(
        Func<WriteFaultInjector, Task<ISecretWriterFixture>> createFixture,
        SecretWriterCheckOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(createFixture);
        var findings = new WriterFindings();
        var trials = new WriterTrials(createFixture, options ?? new(), findings, cancellationToken);
        await trials.RunAsync(SecretLayout.Both, exists: false, trial =>
        {
            CheckMembers(trial);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        if (findings.All.Any(finding => finding.Rule is SecretWriterRule.NameValidation))
        {
            return findings.All;
        }

        await new NameValidationRules(trials).CheckAsync().ConfigureAwait(false);
        foreach (var layout in Layouts)
        {
            if (await new BasicRules(trials, layout).CheckAsync().ConfigureAwait(false))
            {
                await new FaultRules(trials, layout).CheckAsync().ConfigureAwait(false);
                await new ConcurrencyRules(trials, layout).CheckAsync().ConfigureAwait(false);
            }
        }

        return findings.All;
    }

    private static void CheckMembers(WriterTrial trial)
    {
        var reserve = trial.Writer.CommitReserve;
        trial.Trials.Findings.Require(reserve > TimeSpan.Zero, SecretWriterRule.CommitReserve, null, "properties", () => $"CommitReserve is {reserve:c}, but a write that has begun needs time to finish.");
        foreach (var secret in trial.Secrets)
        {
            var rule = trial.Writer.ValidateName(secret.Name);
            trial.Trials.Findings.Require(rule is null, SecretWriterRule.NameValidation, null, "validation of names", () => $"ValidateName rejects {SafeText.Quote(secret.Name)}, which {rule}. Pass names that the store allows in {nameof(SecretWriterCheckOptions.Paths)}.");
        }
    }
}
