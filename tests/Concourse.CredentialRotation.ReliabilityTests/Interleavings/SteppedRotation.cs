using Amazon;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Concourse.CredentialRotation.LocalAws;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>One real rotation with real SDK clients, whose calls go through one at a time.</summary>
internal sealed class SteppedRotation : IDisposable
{
    public const string Crashed = "crashed";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly Team Team = new("team", [new("lab", "arn:aws:iam::123456789999:role/lab")]);

    private readonly CredentialRotationOptions _options = new()
    {
        RetryDelay = TimeSpan.Zero,
        RetryAttempts = 2,
        ThrottledDelay = TimeSpan.Zero,
        UrgentDelay = TimeSpan.Zero,
        CreationSpread = TimeSpan.Zero,
        MinimumAge = TimeSpan.Zero,
        MaxWritesPerSecond = int.MaxValue,
    };

    private FakeTimeProvider _time = new(Now);
    private readonly SteppedTransport _transport;
    private readonly HttpClient _http;
    private readonly SecretsManagerClient _secretsManager;
    private readonly StsClient _sts;
    private readonly Knowledge _knowledge = new();

    public SteppedRotation(string name, AwsStandIn aws)
    {
        Name = name;
        _transport = new SteppedTransport(name);
        _http = new HttpClient(_transport) { Timeout = Timeout.InfiniteTimeSpan };
        var role = aws.Sts.ExecutionRole;
        var credentials = new SessionAWSCredentials(role.AccessKeyId, role.SecretAccessKey, role.SessionToken);

        // The SDK tries nothing again by itself here: what the protocol does is to be seen.
        _secretsManager = new SecretsManagerClient(credentials, Configured(new AmazonSecretsManagerConfig()));
        _sts = new StsClient(credentials, Configured(new AmazonSecurityTokenServiceConfig()));
    }

    public string Name { get; }

    /// <summary>The calls that wait; none when the rotation is over or crashed.</summary>
    public IReadOnlyList<PendingCall> Pending => IsCrashed ? [] : _transport.Pending;

    public bool IsCrashed { get; private set; }

    public Task<AccountOutcome> Outcome { get; private set; } = null!;

    /// <summary>What it knows, or how it ended.</summary>
    public string State => IsCrashed ? Crashed : Outcome.IsCompletedSuccessfully ? Outcome.Result.Kind : _knowledge.ToString();

    public void Start(CancellationToken cancellationToken = default)
    {
        // Time that an earlier run lost is none of this one's.
        (IsCrashed, _time) = (false, new FakeTimeProvider(Now));
        _knowledge.Forget();
        _transport.Reset();
        Outcome = NewProcess().RotateAsync(Team, Team.Accounts[0], cancellationToken);
    }

    public void Crash() => IsCrashed = true;

    public PendingCall Find(Step step) => _transport.Pending.Single(call => call.Step == step);

    /// <summary>Gives a call its answer, or tells that there is none; late: when half of the time to promote has passed.</summary>
    public void Deliver(PendingCall call, Reply reply, HttpResponseMessage? answer, bool isLate)
    {
        _knowledge.Add(call.Step, reply);
        if (isLate)
        {
            _knowledge.BeLate();
            _time.Advance(_options.PromotionReserve / 2);
        }

        _transport.Deliver(call, answer);
        if (!_knowledge.IsOfPromotion && _transport.IsPromoting)
        {
            _knowledge.BeginPromotion();
        }
    }

    /// <summary>Throttles a call. Of that a rotation keeps nothing: it makes the same call again, and goes on as if it had only waited.</summary>
    public void DeliverThrottled(PendingCall call, HttpResponseMessage answer)
    {
        _transport.Forget(call);
        _transport.Deliver(call, answer);
    }

    /// <summary>Its state once a call is answered as well, unless that is where it ends or begins its promotion.</summary>
    public string StateWith(Step step, Reply reply) => _knowledge.With(step, reply);

    public void Dispose()
    {
        _secretsManager.Dispose();
        _sts.Dispose();
        _http.Dispose();
    }

    /// <summary>A rotation that shares nothing with the one before, which may have crashed in the middle.</summary>
    private AccountRotation NewProcess()
    {
        var options = Options.Create(_options);
        var pacer = new WritePacer(options, _time);
        var limit = new ConcurrencyLimit(max: 1, _time, _options.StalledAfter);
        var throttling = new RequestThrottling(limit, options, _time);
        return new AccountRotation(
            new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate),
            new SecretsManagerWriter(new SecretStore(_secretsManager, throttling, options, _time), pacer, throttling, limit, options, _time),
            new RoleSessions(_sts, new CallerIdentity(_sts, throttling), throttling, options),
            options,
            _time);
    }

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.USEast1;
        config.ServiceURL = "http://aws.invalid";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new OneClient(_http);
        return config;
    }
}
