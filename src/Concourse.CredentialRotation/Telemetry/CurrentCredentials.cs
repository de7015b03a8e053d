using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Concourse.CredentialRotation;

/// <summary>
/// Remembers which credentials pipelines read since the last rotation of each team, so that their age and validity can be measured at any time, also
/// while no rotation succeeds or takes place.
/// </summary>
internal sealed class CurrentCredentials(TimeProvider time)
{
    // By then, the longest session has been over for half a day, and whoever watches it knows.
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, TeamCredentials> _teams = new(StringComparer.Ordinal);

    /// <summary>Replaces what is known of a team. Accounts that it does not have any more are forgotten, and so are teams that are no longer rotated.</summary>
    public void Update(RotationReport report)
    {
        var previous = _teams.GetValueOrDefault(report.Team);
        _teams[report.Team] = new(
            time.GetUtcNow(), report.Accounts.ToDictionary(outcome => outcome.Account, outcome => Describe(outcome, previous), StringComparer.Ordinal));
        ForgetOldTeams();
    }

    public void Clear() => _teams.Clear();

    /// <summary>How long the credentials of each account are still valid; negative when they have expired, 0 when pipelines cannot use them.</summary>
    public IEnumerable<Measurement<double>> MeasureValidity()
    {
        var now = time.GetUtcNow();
        return Measure(account => account.Expiration is { } expiration ? expiration - now : account.AreUnusable ? TimeSpan.Zero : null);
    }

    /// <summary>How long ago the rotation of each account's credentials began; 0 if another process's clock is ahead.</summary>
    public IEnumerable<Measurement<double>> MeasureAge()
    {
        var now = time.GetUtcNow();
        return Measure(account => account.WrittenAt is { } writtenAt ? writtenAt < now ? now - writtenAt : TimeSpan.Zero : null);
    }

    private List<Measurement<double>> Measure(Func<AccountCredentials, TimeSpan?> measure)
    {
        ForgetOldTeams();
        List<Measurement<double>> measurements = [];
        foreach (var (team, credentials) in _teams)
        {
            foreach (var (account, current) in credentials.Accounts)
            {
                if (measure(current) is { } value)
                {
                    measurements.Add(new(value.TotalSeconds, new KeyValuePair<string, object?>(AttributeNames.Team, team), new(AttributeNames.Account, account)));
                }
            }
        }

        return measurements;
    }

    private void ForgetOldTeams()
    {
        var oldest = time.GetUtcNow() - ForgottenAfter;
        foreach (var team in _teams)
        {
            if (team.Value.RotatedAt < oldest)
            {
                // Only if it has not been rotated in the meantime.
                _teams.TryRemove(team);
            }
        }
    }

    /// <summary>What an outcome says of the credentials. If the secrets could not be read, they are those that were known before.</summary>
    private AccountCredentials Describe(AccountOutcome outcome, TeamCredentials? previous) =>
        outcome is FailedOutcome { Step: RotationStep.Inspect } && previous?.Accounts.TryGetValue(outcome.Account, out var known) is true
            ? known
            : new(
                outcome.GetRotationId()?.CreatedAt ?? time.GetUtcNow() - outcome.Age,
                outcome.GetExpiration(),
                AreUnusable: outcome.Validity == TimeSpan.Zero && outcome.GetExpiration() is null);
}
