namespace Concourse.CredentialRotation.Testing;

/// <summary>Starts trials of a writer, each on a fresh store.</summary>
internal sealed class WriterTrials(
    Func<WriteFaultInjector, Task<ISecretWriterFixture>> createFixture, SecretWriterCheckOptions options, WriterFindings findings, CancellationToken cancellationToken)
{
    private const string Team = "example-team";
    private const string Account = "divx-lab";

    public SecretWriterCheckOptions Options { get; } = options;

    public WriterFindings Findings { get; } = findings;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public SampleSessions Sessions { get; } = new(options.Time);

    public IReadOnlyList<SecretEntry> GetSecrets(SecretLayout layout) =>
        [.. AccountSecrets.GetContents(layout).Select(content => new SecretEntry { Name = Options.Paths.GetPath(new() { Team = Team, Account = Account, Content = content }), Content = content })];

    /// <summary>Runs a trial to its end, or until it cannot go on.</summary>
    /// <param name="layout">The layout of the secrets.</param>
    /// <param name="exists">Whether a rotation has written the set before.</param>
    /// <param name="run">What is done.</param>
    public async Task RunAsync(SecretLayout layout, bool exists, Func<WriterTrial, Task> run)
    {
        CancellationToken.ThrowIfCancellationRequested();
        var faults = new WriteFaultInjector();
        var fixture = await createFixture(faults).ConfigureAwait(false);
        await using var _ = fixture.ConfigureAwait(false);
        var trial = new WriterTrial(this, layout, fixture, faults);
        try
        {
            if (exists)
            {
                await trial.PrepareAsync().ConfigureAwait(false);
            }

            await run(trial).ConfigureAwait(false);
        }
        catch (TrialEndedException)
        {
        }
    }
}
