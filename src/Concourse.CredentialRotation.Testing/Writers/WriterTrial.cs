using System.Collections.Concurrent;

namespace Concourse.CredentialRotation.Testing;

/// <summary>One set of secrets in a fresh store, and a writer for it.</summary>
internal sealed class WriterTrial(WriterTrials trials, SecretLayout layout, ISecretWriterFixture fixture, WriteFaultInjector faults)
{
    // Two writers may run at the same time.
    private readonly ConcurrentQueue<SessionCredentials> _sessions = [];

    public WriterTrials Trials { get; } = trials;

    public ISecretWriterFixture Fixture { get; } = fixture;

    public WriteFaultInjector Faults { get; } = faults;

    public ISecretWriter Writer { get; } = fixture.CreateWriter();

    public IReadOnlyList<SecretEntry> Secrets { get; } = trials.GetSecrets(layout);

    /// <summary>The write before the trial; null when the set is missing.</summary>
    public WriteAttempt? Previous { get; private set; }

    /// <summary>How the steps of the trial begin.</summary>
    public string WriteStep => Previous is null ? "write of a missing set" : "write over an existing set";

    /// <summary>Writes the set for the first time.</summary>
    public async Task PrepareAsync() => Previous = await RotateAsync(WriteStep).ConfigureAwait(false);

    public async Task<SetContents> ReadAsync()
    {
        List<string?> values = [];
        foreach (var secret in Secrets)
        {
            values.Add(await Fixture.ReadAsync(secret.Name, Trials.CancellationToken).ConfigureAwait(false));
        }

        return new(Secrets, values);
    }

    /// <summary>Inspects the set, which nothing prevents.</summary>
    /// <exception cref="TrialEndedException">It failed.</exception>
    public async Task<SecretSetState> InspectAsync(string step, ISecretWriter? writer = null)
    {
        SecretSetState state;
        try
        {
            state = await (writer ?? Writer).InspectAsync(Secrets, Trials.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!Trials.CancellationToken.IsCancellationRequested)
        {
            Add(SecretWriterRule.Inspection, step, $"The inspection threw {exception.GetType().Name}: {Redact(exception.Message)}");
            throw new TrialEndedException();
        }

        RequireNoSecrets(step, "state", state.ToString());
        return state.Status is not SecretSetStatus.Unreadable
            ? state
            : throw Ended(SecretWriterRule.Inspection, step, $"The inspection reported an unreadable set: {Redact(state.Error?.Message ?? "no error")}");
    }

    /// <summary>Inspects the set and writes a new session, as a rotation does.</summary>
    public async Task<WriteAttempt> RotateAsync(string step, ISecretWriter? writer = null, CancellationToken? cancellationToken = null) =>
        await WriteAsync(step, await InspectAsync(step, writer).ConfigureAwait(false), writer, cancellationToken).ConfigureAwait(false);

    public async Task<WriteAttempt> WriteAsync(string step, SecretSetState seen, ISecretWriter? writer = null, CancellationToken? cancellationToken = null)
    {
        var session = Trials.Sessions.Next();
        _sessions.Enqueue(session);
        var request = new SecretWriteRequest { Secrets = Secrets, Seen = seen, RotationId = RotationId.Create(Trials.Options.Time.GetUtcNow()), Session = session };
        try
        {
            var result = await (writer ?? Writer).WriteAsync(request, cancellationToken ?? Trials.CancellationToken).ConfigureAwait(false);
            RequireNoSecrets(step, "result", result.ToString());
            return new(request, result, null);
        }
        catch (Exception exception) when (!Trials.CancellationToken.IsCancellationRequested)
        {
            RequireNoSecrets(step, "exception", exception.ToString());
            return new(request, null, exception);
        }
    }

    public bool Require(bool condition, SecretWriterRule rule, string step, Func<string> message) => Trials.Findings.Require(condition, rule, layout, step, message);

    public void Add(SecretWriterRule rule, string step, string message) => Trials.Findings.Add(rule, layout, step, message);

    private TrialEndedException Ended(SecretWriterRule rule, string step, string message)
    {
        Add(rule, step, message);
        return new();
    }

    // The engine removes the secrets of the session from messages. It cannot do so for code of others that logs a state or a result.
    private void RequireNoSecrets(string step, string what, string text) =>
        Require(Redact(text) == text, SecretWriterRule.Confidentiality, step, () => $"A secret access key or a session token is in the {what}: {SafeText.Truncate(Redact(text), 500)}");

    private string Redact(string text) => _sessions.Aggregate(text, (redacted, session) => session.Redact(redacted));
}
