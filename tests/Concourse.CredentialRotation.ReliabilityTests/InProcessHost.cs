using Amazon;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Concourse.CredentialRotation.LocalAws;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>
/// Composes the library as every host does, with real SDK clients. It is single-threaded. The SDK's retries are disabled, so that the tests see what
/// the library itself does.
/// </summary>
internal sealed class InProcessHost : IDisposable
{
    private readonly HttpClient _http;
    private readonly SecretsManagerClient _secretsManager;
    private readonly StsClient _sts;
    private readonly IServiceCollection _services;

    /// <param name="aws">The emulator that the execution role belongs to.</param>
    /// <param name="network">Carries the requests to the emulator.</param>
    /// <param name="time">Provides the time of a process that starts.</param>
    /// <param name="timings">The delays of the protocol.</param>
    /// <param name="configure">Sets options.</param>
    public InProcessHost(
        AwsEmulator aws, HttpMessageHandler network, Func<TimeProvider> time, ProtocolTimings timings, Action<IServiceCollection>? configure = null)
    {
        var role = aws.Sts.ExecutionRole;
        var credentials = new SessionAWSCredentials(role.AccessKeyId, role.SecretAccessKey, role.SessionToken);
        _http = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };
        _secretsManager = new SecretsManagerClient(credentials, Configure(new AmazonSecretsManagerConfig()));
        _sts = new StsClient(credentials, Configure(new AmazonSecurityTokenServiceConfig()));
        _services = new ServiceCollection()
            .AddSingleton(_ => time())
            .AddSingleton<IAmazonSecretsManager>(_secretsManager)
            .AddSingleton<IAmazonSecurityTokenService>(_sts)
            .AddSingleton(timings)
            .AddConcourseCredentialRotation().Services;
        configure?.Invoke(_services);
    }

    /// <summary>The services of a new process, which shares nothing but the clients with those before.</summary>
    public ServiceProvider StartProcess() => _services.BuildServiceProvider();

    public void Dispose()
    {
        _secretsManager.Dispose();
        _sts.Dispose();
        _http.Dispose();
    }

    private T Configure<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = "http://aws.invalid";
        // A service URL replaces the Region. Without one, the SDK searches files and the environment for it at each request.
        config.AuthenticationRegion = RegionEndpoint.USEast1.SystemName;
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new OneClient(_http);
        return config;
    }
}
