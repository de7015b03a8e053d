using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>The writer for Parameter Store, as a host composes it, against the local AWS.</summary>
internal sealed class ParameterStoreFixture : ISecretWriterFixture
{
    private readonly LocalAwsServer _aws;
    private readonly Action _restore;
    private readonly List<ServiceProvider> _processes = [];

    /// <param name="aws">The local AWS. Its parameters are restored when the fixture is disposed.</param>
    /// <param name="faults">What goes wrong with its write requests.</param>
    public ParameterStoreFixture(LocalAwsServer aws, WriteFaultInjector faults)
    {
        (_aws, _restore) = (aws, aws.Parameters.TakeSnapshot());
        aws.Intercept = async (call, _) => call.Operation is not "PutParameter" ? null : await faults.NextAsync() switch
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
            DefaultClientConfig = { ServiceURL = _aws.Endpoint.ToString() },
        });
        services.AddSingleton(new ProtocolTimings { RetryDelay = TimeSpan.Zero });
        services.AddConcourseCredentialRotation().UseParameterStore(options => options.MaxWritesPerSecond = 10_000);
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        return process.GetRequiredService<ISecretWriter>();
    }

    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_aws.Parameters.Read(name));

    public Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        _aws.Parameters.Write(name, value);
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
