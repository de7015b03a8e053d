using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>The library with Parameter Store as a host composes it, with real SDK clients, against an AWS on this machine.</summary>
internal sealed class ParameterStoreHarness : IAsyncDisposable
{
    public const string Account = "lab";

    private static readonly ProtocolTimings Timings = new()
    {
        RetryDelay = TimeSpan.Zero,
        CreationSpread = TimeSpan.Zero,
        StalledAfter = TimeSpan.FromSeconds(1),
        ThrottledDelay = TimeSpan.FromMilliseconds(10),
        UrgentDelay = TimeSpan.FromMilliseconds(5),
    };

    private readonly List<ServiceProvider> _processes = [];
    private readonly CapturedLog _log = new();
    private readonly SecretLayout _layout;
    private readonly Action<ParameterStoreOptions>? _configure;
    private readonly TimeProvider? _time;
    private readonly TimeSpan? _callTimeout;
    private readonly Func<ProtocolTimings, ProtocolTimings>? _timings;

    private ParameterStoreHarness(
        LocalAwsServer aws, SecretLayout layout, Action<ParameterStoreOptions>? configure, TimeProvider? time, Func<ProtocolTimings, ProtocolTimings>? timings, TimeSpan? callTimeout)
    {
        (Aws, _layout, _configure, _time, _timings, _callTimeout) = (aws, layout, configure, time, timings, callTimeout);
        Names = layout switch
        {
            SecretLayout.Separate => [AccessKeyName, SecretKeyName, SessionTokenName],
            SecretLayout.Combined => [CombinedName],
            _ => [AccessKeyName, SecretKeyName, SessionTokenName, CombinedName],
        };
        Rotator = CreateProcess().GetRequiredService<ICredentialRotator>();
    }

    public static string AccessKeyName => "/concourse/team/lab-access-key";

    public static string SecretKeyName => "/concourse/team/lab-secret-key";

    public static string SessionTokenName => "/concourse/team/lab-session-token";

    public static string CombinedName => "/concourse/team/lab";

    public LocalAwsServer Aws { get; }

    public LocalParameterStore Parameters => Aws.Parameters;

    public ICredentialRotator Rotator { get; }

    /// <summary>The names of the account's parameters.</summary>
    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<string> Log => _log.Lines;

    public static async Task<ParameterStoreHarness> StartAsync(
        SecretLayout layout = SecretLayout.Separate,
        Action<ParameterStoreOptions>? configure = null,
        TimeProvider? time = null,
        Func<ProtocolTimings, ProtocolTimings>? timings = null,
        TimeSpan? callTimeout = null)
    {
        var aws = await LocalAwsServer.StartAsync(time);
        aws.Policy = ReadPolicy();
        return new(aws, layout, configure, time, timings, callTimeout);
    }

    /// <summary>The policy that docs/parameter-store.md recommends.</summary>
    public static IamPolicy ReadPolicy(string? without = null)
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "parameter-store-policy.json"));
        return IamPolicy.Parse(without is null ? json : json.Replace($"\"{without}\"", "\"none:None\"", StringComparison.Ordinal));
    }

    /// <summary>Another process with the same options.</summary>
    public IServiceProvider CreateProcess()
    {
        var caller = Aws.Sts.ExecutionRole;
        var services = new ServiceCollection();
        services.AddDefaultAWSOptions(new AWSOptions
        {
            Region = RegionEndpoint.USEast1,
            Credentials = new SessionAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey, caller.SessionToken),
            DefaultClientConfig = { ServiceURL = Aws.Endpoint.ToString() },
        });
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddSingleton(_timings?.Invoke(Timings) ?? Timings);
        if (_time is not null)
        {
            services.AddSingleton(_time);
        }

        services.AddConcourseCredentialRotation(options =>
        {
            options.Layout = _layout;
            options.MinimumAge = TimeSpan.Zero;
            options.CallTimeout = _callTimeout ?? options.CallTimeout;
        }).UseParameterStore(options =>
        {
            options.MaxWritesPerSecond = 10_000;
            _configure?.Invoke(options);
        });
        var process = services.BuildServiceProvider(validateScopes: true);
        _processes.Add(process);
        return process;
    }

    /// <summary>The rotator of another process.</summary>
    public ICredentialRotator CreateRotator() => CreateProcess().GetRequiredService<ICredentialRotator>();

    public async Task<AccountOutcome> RotateAsync(ICredentialRotator? rotator = null) =>
        (await (rotator ?? Rotator).RotateAsync(Team, cancellationToken: TestContext.CurrentContext.CancellationToken)).Accounts.Single();

    /// <summary>Rotates the account, with the outcome that the test expects.</summary>
    public async Task<T> RotateAsync<T>(ICredentialRotator? rotator = null)
        where T : AccountOutcome => (await RotateAsync(rotator)).As<T>();

    public static Team Team => Make.Team("team", [Make.Account(Account, $"arn:aws:iam::123456789999:role/{Account}")]);

    /// <summary>The values that a reader gets.</summary>
    public IReadOnlyList<string?> Values => Parameters.ReadTogether(Names);

    /// <summary>The session that all values belong to; otherwise null.</summary>
    public LocalIdentity? Session => Aws.Sts.Sessions.SingleOrDefault(session => Names.All(name => IsOf(session, name)));

    /// <summary>The rotation whose mark every parameter has, for its own version; otherwise null.</summary>
    public string? MarkedBy
    {
        get
        {
            var marks = Names.Select(name => RotationMark.Find(Parameters.Description(name)) is { } mark && mark.Version == Parameters.Version(name) ? mark.RotationId.ToString() : null).Distinct().ToList();
            return marks.Count == 1 ? marks[0] : null;
        }
    }

    /// <summary>Disposes the harness, and searches what was logged or traced for secrets, in every test.</summary>
    public async ValueTask DisposeAsync()
    {
        LeakCheckAttribute.Search(_log.Lines, Aws.Sts);
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _log.Dispose();
        await Aws.DisposeAsync();
    }

    private bool IsOf(LocalIdentity session, string name) => Parameters.Read(name) is var value && name switch
    {
        _ when name == AccessKeyName => value == session.AccessKeyId,
        _ when name == SecretKeyName => value == session.SecretAccessKey,
        _ when name == SessionTokenName => value == session.SessionToken,
        _ => ProcessCredentials.AreOf(session, value),
    };
}
