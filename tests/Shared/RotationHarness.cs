using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>The library as a host composes it, with real SDK clients, against an AWS on this machine.</summary>
internal sealed class RotationHarness : IAsyncDisposable
{
    public static readonly string[] Parts = ["access-key", "secret-key", "session-token"];

    private static readonly ProtocolTimings Timings = new()
    {
        RetryDelay = TimeSpan.Zero,
        CreationSpread = TimeSpan.Zero,
        StalledAfter = TimeSpan.FromSeconds(1),
        ThrottledDelay = TimeSpan.FromMilliseconds(10),
        UrgentDelay = TimeSpan.FromMilliseconds(5),
    };

    private readonly ServiceProvider _services;
    private readonly CancellationToken _cancellation = TestContext.CurrentContext.CancellationToken;

    private RotationHarness(LocalAwsServer aws, ServiceProvider services) => (Aws, _services) = (aws, services);

    /// <summary>Everything that was logged, the SDK's log included.</summary>
    public CapturedLog Log => _services.GetRequiredService<CapturedLog>();

    public IServiceProvider Services => _services;

    public LocalAwsServer Aws { get; }

    public LocalSecretsManager Secrets => Aws.Secrets;

    public ISecretWriter Writer => _services.GetRequiredService<ISecretWriter>();

    public ICredentialRotator Rotator => _services.GetRequiredService<ICredentialRotator>();

    public ICiRoleInspector Inspector => _services.GetRequiredService<ICiRoleInspector>();

    public static async Task<RotationHarness> StartAsync(
        Action<CredentialRotationOptions>? configure = null,
        TimeProvider? time = null,
        Func<LocalSts, LocalIdentity>? caller = null,
        Action<IServiceCollection>? before = null,
        Action<SecretsManagerOptions>? secretsManager = null,
        Func<ProtocolTimings, ProtocolTimings>? timings = null)
    {
        var aws = await LocalAwsServer.StartAsync(time);
        aws.Policy = ModulePolicy.Read();
        return new(aws, Compose(aws, caller?.Invoke(aws.Sts) ?? aws.Sts.ExecutionRole, services =>
        {
            services.AddSingleton(timings?.Invoke(Timings) ?? Timings);
            if (time is not null)
            {
                services.AddSingleton(time);
            }

            before?.Invoke(services);
            services.AddConcourseCredentialRotation(options => configure?.Invoke(options)).Services.Configure<SecretsManagerOptions>(options =>
            {
                options.MaxWritesPerSecond = 1000;
                secretsManager?.Invoke(options);
            });
        }));
    }

    public static Team Team(params string[] accounts) => Make.Team("team", [.. accounts.Select(name => Make.Account(name, RoleArn(name)))]);

    public static string RoleArn(string account) => $"arn:aws:iam::123456789999:role/{account}";

    public static string Name(string account, string part) => $"/concourse/team/{account}-{part}";

    public static string CombinedName(string account) => $"/concourse/team/{account}";

    public async Task<AccountOutcome> RotateAsync(string account) => (await RotateAsync(Team(account))).Accounts.Single();

    /// <summary>Rotates one account, with the outcome that the test expects.</summary>
    public async Task<T> RotateAsync<T>(string account)
        where T : AccountOutcome => (await RotateAsync(account)).As<T>();

    /// <summary>Rotates a team, unless the test takes too long.</summary>
    public Task<RotationReport> RotateAsync(Team team) => Rotator.RotateAsync(team, cancellationToken: _cancellation);

    /// <summary>The names of the account's secrets in the layout of the host.</summary>
    public string[] Names(string account)
    {
        string[] separate = [.. Parts.Select(part => Name(account, part))];
        return _services.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.Layout switch
        {
            SecretLayout.Separate => separate,
            SecretLayout.Combined => [CombinedName(account)],
            _ => [.. separate, CombinedName(account)],
        };
    }

    /// <summary>The one version id that is current in all secrets; null when the set is torn or absent.</summary>
    public string? ConsistentId(string account)
    {
        var ids = Names(account).Select(Secrets.CurrentVersionId).Distinct().ToList();
        return ids.Count == 1 ? ids[0] : null;
    }

    /// <summary>The session that all values belong to; otherwise null.</summary>
    public LocalIdentity? Session(string account) => Aws.Sts.Sessions.SingleOrDefault(session => Names(account).All(name => name switch
    {
        _ when name.EndsWith("-access-key", StringComparison.Ordinal) => Secrets.Read(name) == session.AccessKeyId,
        _ when name.EndsWith("-secret-key", StringComparison.Ordinal) => Secrets.Read(name) == session.SecretAccessKey,
        _ when name.EndsWith("-session-token", StringComparison.Ordinal) => Secrets.Read(name) == session.SessionToken,
        _ => ProcessCredentials.AreOf(session, Secrets.Read(name)),
    }));

    /// <summary>A set as another tool writes it: each secret has a version ID of its own.</summary>
    public void WriteAsAnotherTool(string account)
    {
        foreach (var part in Parts)
        {
            Secrets.Write(Name(account, part), Guid.NewGuid().ToString(), $"old {part}");
        }
    }

    /// <summary>Disposes the harness, and searches what was logged or traced for secrets, in every test.</summary>
    public async ValueTask DisposeAsync()
    {
        LeakCheckAttribute.Search([.. Log.Lines, .. Log.Telemetry], Aws.Sts);
        await _services.DisposeAsync();
        await Aws.DisposeAsync();
    }

    private static ServiceProvider Compose(LocalAwsServer aws, LocalIdentity caller, Action<IServiceCollection> addRotation)
    {
        var services = new ServiceCollection();
        services.AddDefaultAWSOptions(new AWSOptions
        {
            Region = RegionEndpoint.USEast1,
            Credentials = caller.SessionToken is null
                ? new BasicAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey)
                : new SessionAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey, caller.SessionToken),
            DefaultClientConfig = { ServiceURL = aws.Endpoint.ToString() },
        });
        // Made by the container, which disposes only what it made.
        services.AddSingleton<CapturedLog>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<CapturedLog>());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        addRotation(services);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
