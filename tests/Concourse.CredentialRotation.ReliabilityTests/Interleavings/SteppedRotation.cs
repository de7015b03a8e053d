using System.Net;
using System.Text;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>One real rotation with real SDK clients, whose calls go through one at a time.</summary>
internal sealed class SteppedRotation : IRotation, IDisposable
{
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

    private readonly StableVersionIds _versionIds;
    private readonly SteppedTransport _transport;
    private readonly InProcessHost _host;
    private readonly Knowledge _knowledge = new();
    private FakeTimeProvider _time = new(Now);
    private ServiceProvider? _process;
    private SecretLayout _layout;
    private Task<AccountOutcome>? _rotating;

    public SteppedRotation(string name, AwsEmulator aws)
    {
        Name = name;
        _versionIds = new StableVersionIds(name);
        _transport = new SteppedTransport(name, aws, _versionIds);
        _host = new InProcessHost(aws, _transport, () => _time, Timings, services => services
            .AddSingleton(provider => new LeftBehindSecrets(provider.GetRequiredService<AccountSecrets>(), NothingLeftBehind, _time))
            .Configure<CredentialRotationOptions>(options => options.MinimumAge = TimeSpan.Zero)
            .Configure<SecretsManagerOptions>(options => options.MaxWritesPerSecond = 10_000));
    }

    public string Name { get; }

    public IReadOnlyList<PendingCall> Pending => IsCrashed ? [] : _transport.Pending;

    public bool IsCrashed { get; private set; }

    public AccountOutcome? Outcome => _rotating is not { IsCompletedSuccessfully: true, Result: var outcome } ? null
        : outcome is RotatedOutcome rotated && RotationId.TryParse(_versionIds.ToStable(rotated.RotationId.ToString()), out var stable) ? rotated with { RotationId = stable }
        : outcome;

    public string State => IsCrashed ? "crashed" : Outcome is { } outcome ? Invariants.StatementOf(outcome) : _knowledge.ToString();

    public void Start(SecretLayout layout, CancellationToken cancellationToken = default)
    {
        // The time that passed in an earlier run does not count in this one.
        (IsCrashed, _time, _layout) = (false, new FakeTimeProvider(Now), layout);
        _knowledge.Forget();
        _versionIds.Forget();
        _transport.Reset();
        // The process of an earlier run may have crashed in the middle.
        _process?.Dispose();
        _process = _host.StartProcess();
        var team = Make.Team("team", [Make.Account("lab", "arn:aws:iam::123456789999:role/lab", layout: layout)]);
        _rotating = _process.GetRequiredService<QueuedAccountRotation>().RotateAsync(team, team.Accounts[0], cancellationToken);
    }

    public void Crash() => IsCrashed = true;

    public void Deliver(Step step, Reply reply, FaultState fault)
    {
        var call = _transport.Pending.Single(call => call.Step == step);
        _knowledge.Add(step, reply);
        if (reply.Fault is FaultKind.Throttled)
        {
            // The next attempt has the same name.
            _transport.Forget(call);
        }

        if (reply.Fault is FaultKind.LostResponseAtDeadline)
        {
            _knowledge.BeLate();
            // A set of one secret has nothing to roll back, so all of the reserve is for going forward.
            _time.Advance(_layout is SecretLayout.Combined ? Reserve : Reserve / 2);
        }

        _transport.Deliver(call, reply.Response is { } response ? Http(response) : null);
        if (!_knowledge.IsOfPromotion && _transport.IsPromoting)
        {
            _knowledge.BeginPromotion();
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _host.Dispose();
    }

    private HttpResponseMessage Http(AwsResponse response) => new((HttpStatusCode)response.Status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_versionIds.ToOwn(response.Text))) { Headers = { { "Content-Type", response.ContentType } } },
    };
}
