using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>
/// Many processes that rotate a team each at the same time under AWS's quotas, with the real library and SDK clients. Time is virtual and random numbers
/// are seeded, so every run is identical.
/// </summary>
internal sealed class SimulatedFleet : IDisposable
{
    private const int QuotaPerSecond = 50;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(50);

    private readonly VirtualTime _time = new();
    private readonly AwsEmulator _aws;
    private readonly Random _random;
    private readonly InProcessHost _host;
    private readonly bool _isAbsent;
    private readonly SecretLayout _layout;
    private readonly ProgressLines _progress;
    private AwsCall? _call;

    private SimulatedFleet(bool isAbsent, SecretLayout layout, int seed, int accounts)
    {
        (_isAbsent, _layout, _random) = (isAbsent, layout, new Random(seed));
        _progress = new("accounts of a fleet", every: 1_000, accounts);
        _aws = new AwsEmulator(_time) { Quotas = new LocalAwsQuotas(QuotaPerSecond, QuotaPerSecond, time: _time) };
        _aws.Intercept = (call, _) =>
        {
            _call = call;
            return Task.FromResult<Fault?>(null);
        };
        Mixed = new(_aws.Secrets, _time);
        _host = new(_aws, new VirtualNetwork(_aws, _time, _random, UpdateMixedSets), () => _time, new ProtocolTimings { Jitter = _random });
    }

    public MixedSets Mixed { get; }

    public TimeSpan Elapsed => _time.Elapsed;

    public int Throttled => _aws.Quotas!.Throttled;

    /// <summary>How every account of every team ended.</summary>
    public IReadOnlyList<AccountOutcome> Outcomes { get; private set; } = [];

    /// <summary>The minimum time that the quota allows for all writes, including a burst of one second.</summary>
    public TimeSpan MinDuration { get; private set; }

    /// <summary>Runs all teams, which start within half a second.</summary>
    public static SimulatedFleet Run(int teams, int accounts, bool isAbsent = false, SecretLayout layout = SecretLayout.Separate, int seed = 1)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var fleet = new SimulatedFleet(isAbsent, layout, seed, teams * accounts);
        var rotations = Enumerable.Range(0, teams).Select(team => fleet.RotateAsync($"team-{team}", accounts)).ToList();
        var all = Task.WhenAll(rotations);
        _ = fleet.SampleAsync(all);
        fleet._time.RunUntilCompleted(all);
        var sets = teams * accounts;
        fleet.Outcomes = [.. rotations.SelectMany(rotation => rotation.Result)];
        fleet.MinDuration = Seconds(sets * (layout is SecretLayout.Combined ? 1 : 6)) + (isAbsent ? Seconds(sets * 3) : TimeSpan.Zero);
        return fleet;

        static TimeSpan Seconds(int requests) => TimeSpan.FromSeconds(Math.Max(0, requests - QuotaPerSecond) / (double)QuotaPerSecond);
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Elapsed.TotalSeconds:0.0} s, {Elapsed / MinDuration:0.00} times the minimum; mixed at most {Mixed.Max} (peak {Mixed.Peak}), on average {Mixed.Average:0.0}, longest {Mixed.Longest.TotalSeconds:0.0} s; {Throttled} throttled");

    public void Dispose() => _host.Dispose();

    private void UpdateMixedSets()
    {
        if (_call is { Operation: "CreateSecret" or "UpdateSecretVersionStage", Error: null } write)
        {
            Mixed.Update(write.Resource, _isAbsent);
        }
    }

    private async Task SampleAsync(Task all)
    {
        while (!all.IsCompleted)
        {
            Mixed.Sample();
            await Task.Delay(SampleInterval, _time);
        }
    }

    private async Task<AccountOutcome[]> RotateAsync(string name, int accounts)
    {
        var team = Make.Team(name, [.. Enumerable.Range(0, accounts).Select(i => Make.Account($"account-{i}", $"arn:aws:iam::123456789012:role/{name}-{i}", layout: _layout))]);
        if (!_isAbsent)
        {
            var suffixes = _layout is SecretLayout.Combined ? [""] : new[] { "-access-key", "-secret-key", "-session-token" };
            foreach (var secret in team.Accounts.SelectMany(account => suffixes.Select(suffix => $"/concourse/{name}/{account.Name}{suffix}")))
            {
                _aws.Secrets.Write(secret, "an-older-version-of-this-secret-0001", "old");
            }
        }

        await using var services = _host.StartProcess();
        var rotation = services.GetRequiredService<QueuedAccountRotation>();
        await Task.Delay(TimeSpan.FromSeconds(0.5 * _random.NextDouble()), _time);
        return await Task.WhenAll(team.Accounts.Select(async account =>
        {
            var outcome = await rotation.RotateAsync(team, account, CancellationToken.None);
            _progress.Count();
            return outcome;
        }));
    }
}
