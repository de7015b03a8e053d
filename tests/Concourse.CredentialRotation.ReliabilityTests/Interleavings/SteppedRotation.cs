using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>One real rotation with real SDK clients, whose calls go through one at a time.</summary>
internal sealed class SteppedRotation : IDisposable
{
    public const string Crashed = "crashed";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    // The default of the option, which is what the rotation has here.
    private static readonly TimeSpan Reserve = new SecretsManagerOptions().PromotionReserve;

    private static readonly ProtocolTimings Timings = new()
    {
        MaxRetries = 2,
        RetryDelay = TimeSpan.Zero,
        ThrottledDelay = TimeSpan.Zero,
        UrgentDelay = TimeSpan.Zero,
        CreationSpread = TimeSpan.Zero,
    };

    // What the search for left-behind secrets reads decides nothing, and would only multiply the states.
    private static readonly ISecretWriter NothingLeftBehind = StubWriter.Create();

    private readonly SteppedTransport _transport;
    private readonly InProcessHost _host;
    private readonly Knowledge _knowledge = new();
    private FakeTimeProvider _time = new(Now);
    private ServiceProvider? _process;
    private SecretLayout _layout;

    public SteppedRotation(string name, AwsEmulator aws)
    {
        Name = name;
        _transport = new SteppedTransport(name);
        _host = new InProcessHost(aws, _transport, () => _time, Timings, services => services
            .AddSingleton(provider => new LeftBehindSecrets(provider.GetRequiredService<AccountSecrets>(), NothingLeftBehind, _time))
            .Configure<CredentialRotationOptions>(options => options.MinimumAge = TimeSpan.Zero)
            .Configure<SecretsManagerOptions>(options => options.MaxWritesPerSecond = 10_000));
    }

    public string Name { get; }

    /// <summary>The calls that wait; none when the rotation is over or crashed.</summary>
    public IReadOnlyList<PendingCall> Pending => IsCrashed ? [] : _transport.Pending;

    public bool IsCrashed { get; private set; }

    public Task<AccountOutcome> Outcome { get; private set; } = null!;

    /// <summary>What it knows, or how it ended.</summary>
    public string State => IsCrashed ? Crashed : Outcome.IsCompletedSuccessfully ? Outcome.Result.Outcome : _knowledge.ToString();

    public void Start(SecretLayout layout, CancellationToken cancellationToken = default)
    {
        // The time that passed in an earlier run does not count in this one.
        (IsCrashed, _time, _layout) = (false, new FakeTimeProvider(Now), layout);
        _knowledge.Forget();
        _transport.Reset();
        // The process of an earlier run may have crashed in the middle.
        _process?.Dispose();
        _process = _host.StartProcess();
        var team = Make.Team("team", [Make.Account("lab", "arn:aws:iam::123456789999:role/lab", layout: layout)]);
        Outcome = _process.GetRequiredService<QueuedAccountRotation>().RotateAsync(team, team.Accounts[0], cancellationToken);
    }

    public void Crash() => IsCrashed = true;

    public PendingCall Find(Step step) => _transport.Pending.Single(call => call.Step == step);

    /// <summary>Delivers the response to a call, or that it is lost; where it is late, the time for going forward has passed.</summary>
    public void Deliver(PendingCall call, Reply reply, HttpResponseMessage? response, bool isLate)
    {
        _knowledge.Add(call.Step, reply);
        if (isLate)
        {
            _knowledge.BeLate();
            // A set of one secret has nothing to roll back, so all of the reserve is for going forward.
            _time.Advance(_layout is SecretLayout.Combined ? Reserve : Reserve / 2);
        }

        _transport.Deliver(call, response);
        if (!_knowledge.IsOfPromotion && _transport.IsPromoting)
        {
            _knowledge.BeginPromotion();
        }
    }

    /// <summary>Throttles a call. A rotation remembers nothing of that: it makes the same call again, as if it had only waited.</summary>
    public void DeliverThrottled(PendingCall call, HttpResponseMessage response)
    {
        _transport.Forget(call);
        _transport.Deliver(call, response);
    }

    /// <summary>Its state once one more call has its response, unless it then ends or begins its promotion.</summary>
    public string StateWith(Step step, Reply reply) => _knowledge.With(step, reply);

    public void Dispose()
    {
        _process?.Dispose();
        _host.Dispose();
    }
}
