using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>The library's own writer, as a host composes it, against the local AWS.</summary>
internal sealed class SecretsManagerFixture : ISecretWriterFixture
{
    private static readonly string[] WriteOperations = ["CreateSecret", "PutSecretValue", "UpdateSecretVersionStage"];

    private readonly LocalAwsServer _aws;
    private readonly Action _restore;
    private readonly List<ServiceProvider> _processes = [];

    /// <param name="aws">The local AWS. Its secrets are restored when the fixture is disposed.</param>
    /// <param name="faults">What goes wrong with its write requests.</param>
    public SecretsManagerFixture(LocalAwsServer aws, WriteFaultInjector faults)
    {
        (_aws, _restore) = (aws, aws.Secrets.TakeSnapshot());
        aws.Intercept = async (call, _) => !WriteOperations.Contains(call.Operation) ? null : await faults.NextAsync() switch
        {
            WriteFault.Rejected => Fault.AccessDenied,
            WriteFault.ResponseLost => Fault.LostResponse,
            _ => null,
        };
    }

    public ISecretWriter CreateWriter()
    {
        var caller = _aws.Sts.ExecutionRole;
        var services = new ServiceCollection();
        services.AddDefaultAWSOptions(new AWSOptions
        {
            Region = RegionEndpoint.USEast1,
            Credentials = new SessionAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey, caller.SessionToken),

            // Without retries of the SDK, which take seconds: each request fails as the check says, and none because the machine was busy.
            DefaultClientConfig = { ServiceURL = _aws.Endpoint.ToString(), MaxErrorRetry = 0, Timeout = TimeSpan.FromMinutes(1) },
        });
        services.AddSingleton(new ProtocolTimings { RetryDelay = TimeSpan.Zero, CreationSpread = TimeSpan.Zero });
        services.AddConcourseCredentialRotation().UseSecretsManager(options => options.MaxWritesPerSecond = 10_000);
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        return process.GetRequiredService<ISecretWriter>();
    }

    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_aws.Secrets.Read(name));

    public Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        _aws.Secrets.Write(name, Guid.NewGuid().ToString(), value);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _aws.Intercept = null;
        _restore();
    }
}
