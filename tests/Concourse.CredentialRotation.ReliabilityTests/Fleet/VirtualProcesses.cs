using Amazon;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Concourse.CredentialRotation.LocalAws;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>Processes with the real library and SDK clients, in virtual time. Whoever uses them stays on one thread.</summary>
internal sealed class VirtualProcesses(AwsStandIn aws, VirtualTime time, Random dice, Action onAnswer) : IDisposable
{
    private readonly HttpClient _http = new(new VirtualNetwork(aws, time, dice, onAnswer)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Composes the library as a host does.</summary>
    public ServiceProvider Start()
    {
        var role = aws.Sts.ExecutionRole;
        var credentials = new SessionAWSCredentials(role.AccessKeyId, role.SecretAccessKey, role.SessionToken);
        return new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IAmazonSecretsManager>(new SecretsManagerClient(credentials, Configured(new AmazonSecretsManagerConfig())))
            .AddSingleton<IAmazonSecurityTokenService>(new StsClient(credentials, Configured(new AmazonSecurityTokenServiceConfig())))
            .AddConcourseCredentialRotation(options => options.Jitter = dice)
            .BuildServiceProvider();
    }

    public void Dispose() => _http.Dispose();

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
