namespace Concourse.CredentialRotation.Testing;

/// <summary>Writes secrets with unusual names, if the writer accepts them.</summary>
internal sealed class NameValidationRules(WriterTrials trials)
{
    private const string Step = "validation of names";

    // What stores differ in: characters, case, slashes and length. Each is appended to a name that must be accepted.
    private static readonly string[] Endings =
    [
        "a", "A", "_", ".", "@", "+", "=", "!", "~", ":", "#", "%2F", " ", "  ", "\\", "é", "/b", "/B", "//b", "/", "/..", "/../c",
        .. new[] { 60, 128, 256, 512, 1024, 2048, 4096 }.Select(length => new string('n', length)),
    ];

    public Task CheckAsync() => trials.RunAsync(SecretLayout.Combined, exists: false, CheckAsync);

    private async Task CheckAsync(WriterTrial trial)
    {
        var name = trial.Secrets[0].Name;
        Dictionary<string, string> expected = new(StringComparer.Ordinal);
        if (await TryWriteAsync(trial, name).ConfigureAwait(false) is not { Value: { } first } || await ReadAsync(trial, name).ConfigureAwait(false) != first)
        {
            // It is not the name's fault: the other checks find out why.
            return;
        }

        expected.Add(name, first);
        foreach (var candidate in Endings.Select(ending => name + ending).Prepend(""))
        {
            if (IsAccepted(trial, candidate))
            {
                var (value, problem) = await TryWriteAsync(trial, candidate).ConfigureAwait(false);
                Require(value is not null, () => $"ValidateName accepts {SafeText.Quote(candidate)}, but the write {problem}.");
                if (value is not null)
                {
                    expected.Add(candidate, value);
                }
            }
        }

        foreach (var (candidate, value) in expected)
        {
            Require(
                await ReadAsync(trial, candidate).ConfigureAwait(false) == value,
                () => $"ValidateName accepts {SafeText.Quote(candidate)}, but after other secrets were written, readers do not get its value.");
        }
    }

    private bool IsAccepted(WriterTrial trial, string name)
    {
        string? rule;
        try
        {
            rule = trial.Writer.ValidateName(name);
        }
        catch (Exception exception)
        {
            Require(false, () => $"ValidateName threw {exception.GetType().Name} for {SafeText.Quote(name)}: {exception.Message}");
            return false;
        }

        Require(rule is null || !string.IsNullOrWhiteSpace(rule), () => $"ValidateName rejects {SafeText.Quote(name)} without naming the rule.");
        return rule is null;
    }

    /// <returns>The value of the secret, or why it was not written.</returns>
    private async Task<(string? Value, string? Problem)> TryWriteAsync(WriterTrial trial, string name)
    {
        SecretEntry[] secrets = [new() { Name = name, Content = SecretContent.Credentials }];
        var session = trials.Sessions.Next();
        try
        {
            var seen = await trial.Writer.InspectAsync(secrets, trials.CancellationToken).ConfigureAwait(false);
            var request = new SecretWriteRequest { Secrets = secrets, Seen = seen, RotationId = RotationId.Create(trials.Options.Time.GetUtcNow()), Session = session };
            var attempt = new WriteAttempt(request, await trial.Writer.WriteAsync(request, trials.CancellationToken).ConfigureAwait(false), null);
            return attempt.Status is SecretWriteStatus.Written ? (session.GetValue(SecretContent.Credentials), null) : (null, attempt.Describe());
        }
        catch (Exception exception) when (!trials.CancellationToken.IsCancellationRequested)
        {
            return (null, $"threw {exception.GetType().Name}: {session.Redact(exception.Message).TrimEnd('.')}");
        }
    }

    private async Task<string?> ReadAsync(WriterTrial trial, string name)
    {
        try
        {
            return await trial.Fixture.ReadAsync(name, trials.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!trials.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Require(bool condition, Func<string> message) => trials.Findings.Require(condition, SecretWriterRule.NameValidation, null, Step, message);
}
