using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.ReliabilityTests.Fleet;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>
/// Measures how long pipelines are without valid credentials when AWS rejects all requests for some time. Virtual time passes with the invocations of a
/// rule and the retries of Lambda.
/// </summary>
public sealed class RenewalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] RetryDelays = [Minute, 2 * Minute];
    private static readonly string[] Parts = ["access-key", "secret-key", "session-token"];

    private static readonly IReadOnlyList<int> FaultMinutes = Extent.Cases([1, 2, 5, 9, 10, 15, 20, 30, 45, 60, 90, 120, 180], oneIn: 4);

    // In minutes: just before each invocation, and every three and a half minutes.
    private static readonly IReadOnlyList<double> FaultStarts =
        Extent.Cases<double>([9.9, 19.9, 29.9, 39.9, 49.9, .. Enumerable.Range(0, 15).Select(i => 0.5 + (3.5 * i))], oneIn: 4);

    [Test]
    [Category(Extent.Reliability)]
    public void Rotate_FaultOfAnyLength_LeavesPipelinesWithoutCredentialsNoLongerThanItLasts([ValueSource(nameof(FaultMinutes))] int minutes)
    {
        var plain = WorstOutage(interval: 50, renewAfter: null, minutes);
        var after45 = WorstOutage(interval: 10, renewAfter: 45, minutes);
        var after35 = WorstOutage(interval: 10, renewAfter: 35, minutes);

        TestContext.Out.WriteLine($"{minutes} minutes: every 50 minutes {Format(plain)}, every 10 renewed after 45 {Format(after45)}, after 35 {Format(after35)}");
        Assert.That(after45, Is.LessThanOrEqualTo(minutes * Minute));
        Assert.That(after45, Is.LessThanOrEqualTo(plain));
        Assert.That(after35, Is.LessThanOrEqualTo((minutes - 10) * Minute > TimeSpan.Zero ? (minutes - 10) * Minute : TimeSpan.Zero));
    }

    [TestCase("torn")]
    [TestCase("new")]
    public void Rotate_TornOrNewAccount_IsRotatedByTheNextInvocation(string kind)
    {
        using var timeline = new Timeline(interval: 10 * Minute, renewAfter: 45 * Minute);
        timeline.Run(until: 15 * Minute);
        if (kind is "torn")
        {
            timeline.Aws.Secrets.Write("/concourse/team/lab-secret-key", Guid.NewGuid().ToString(), "by hand");
        }
        else
        {
            Array.ForEach(Parts, part => timeline.Aws.Secrets.Remove($"/concourse/team/lab-{part}"));
        }

        timeline.Run(until: 20.1 * Minute);

        Assert.That(timeline.IsValid, Is.True);
    }

    [Test]
    public void Rotate_NothingWrong_RenewsEveryFiftyMinutes()
    {
        using var timeline = new Timeline(interval: 10 * Minute, renewAfter: 45 * Minute);

        timeline.Run(until: TimeSpan.FromHours(10));

        Assert.That(timeline.Aws.Sts.Sessions, Has.Count.EqualTo(12));
        Assert.That(timeline.Outage, Is.EqualTo(TimeSpan.Zero));
    }

    /// <summary>The longest outage over all start times of the fault.</summary>
    private static TimeSpan WorstOutage(int interval, int? renewAfter, int minutes)
    {
        var worst = TimeSpan.Zero;
        foreach (var begin in FaultStarts)
        {
            using var timeline = new Timeline(interval * Minute, renewAfter * Minute);
            timeline.Fault = (TimeSpan.FromHours(1) + (begin * Minute), TimeSpan.FromHours(1) + ((begin + minutes) * Minute));
            timeline.Run(until: TimeSpan.FromHours(3) + (minutes * Minute));
            worst = timeline.Outage > worst ? timeline.Outage : worst;
        }

        return worst;
    }

    private static string Format(TimeSpan outage) => FormattableString.Invariant($"{outage.TotalMinutes:0.#} min");

    private sealed class Timeline : IDisposable
    {
        private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

        private readonly VirtualTime _time = new();
        private readonly InProcessHost _host;
        private readonly ServiceProvider _services;
        private readonly Team _team;
        private readonly TimeSpan _interval;

        public Timeline(TimeSpan interval, TimeSpan? renewAfter)
        {
            SynchronizationContext.SetSynchronizationContext(null);
            _interval = interval;
            _team = Make.Team("team", [Make.Account("lab", "arn:aws:iam::123456789012:role/lab")]) with { RenewAfter = renewAfter };
            Aws = new AwsEmulator(_time);
            Aws.On(_ => _time.Elapsed >= Fault.Begin && _time.Elapsed < Fault.End).Respond(CredentialRotation.LocalAws.Fault.AccessDenied);
            var random = new Random(1);
            _host = new(Aws, new VirtualNetwork(Aws, _time, random, () => { }), () => _time, new ProtocolTimings { Jitter = random });
            _services = _host.StartProcess();
            _ = InvokeAsync();
            _ = ReadAsync();
        }

        public AwsEmulator Aws { get; }

        public (TimeSpan Begin, TimeSpan End) Fault { get; set; }

        /// <summary>How long readers got no complete and valid session after they had got the first.</summary>
        public TimeSpan Outage { get; private set; }

        public bool IsValid => Aws.Sts.Sessions.FirstOrDefault(session => session.AccessKeyId == Read("access-key")) is { } session
            && session.SecretAccessKey == Read("secret-key") && session.SessionToken == Read("session-token") && session.Expiration > _time.GetUtcNow();

        public void Run(TimeSpan until) => _time.RunUntilCompleted(Task.Delay(until - _time.Elapsed, _time));

        public void Dispose()
        {
            _services.Dispose();
            _host.Dispose();
        }

        private string? Read(string part) => Aws.Secrets.Read($"/concourse/team/lab-{part}");

        // EventBridge's rule, and Lambda's retries of an invocation that failed.
        private async Task InvokeAsync()
        {
            while (true)
            {
                _ = InvokeOnceAsync();
                await Task.Delay(_interval, _time);
            }
        }

        private async Task InvokeOnceAsync()
        {
            var rotation = _services.GetRequiredService<QueuedAccountRotation>();
            for (var attempt = 0; !(await rotation.RotateAsync(_team, _team.Accounts[0], CancellationToken.None)).Succeeded && attempt < RetryDelays.Length; attempt++)
            {
                await Task.Delay(RetryDelays[attempt], _time);
            }
        }

        private async Task ReadAsync()
        {
            await Task.Delay(Minute, _time);
            while (true)
            {
                Outage += IsValid ? TimeSpan.Zero : CheckInterval;
                await Task.Delay(CheckInterval, _time);
            }
        }
    }
}
