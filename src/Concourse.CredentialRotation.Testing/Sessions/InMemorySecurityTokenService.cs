using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;

namespace Concourse.CredentialRotation.Testing;

/// <summary>
/// AWS STS in memory, for tests of a whole rotation without AWS. Together with an <see cref="InMemorySecretWriter"/>, nothing leaves the process. It is
/// thread-safe.
/// </summary>
/// <remarks>
/// <code>
/// using var sts = new InMemorySecurityTokenService();
/// services.AddSingleton(sts.Client);
/// services.AddConcourseCredentialRotation().UseSecretWriter(new InMemorySecretWriter());
/// sts.OnAssumeRole = call => call.RoleArn.EndsWith("/denied") ? new("Not authorized.") { ErrorCode = "AccessDenied" } : null;
/// </code>
/// It makes a session for every role. It does not know trust policies, and grants any duration.
/// </remarks>
public sealed class InMemorySecurityTokenService : IDisposable
{
    private readonly StsMessageHandler _handler;
    private readonly HttpClient _http;

    /// <param name="time">The clock for the expiration of sessions; the system's by default.</param>
    public InMemorySecurityTokenService(TimeProvider? time = null)
    {
        _handler = new(time ?? TimeProvider.System);
        _http = new(_handler);
        Client = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials(StsMessageHandler.CallerAccessKeyId, "a secret key that nothing checks"),
            new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.USEast1, HttpClientFactory = new SingleHttpClientFactory(_http) });
    }

    /// <summary>A client of the AWS SDK for it. Register it as a service before or after the rotation.</summary>
    public IAmazonSecurityTokenService Client { get; }

    /// <summary>
    /// The ARN of whoever calls with <see cref="Client"/>. By default, it is a session of a role, as in Lambda: a rotation then requests an hour at most
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining">role chaining</see>).
    /// </summary>
    public string CallerArn
    {
        get => _handler.CallerArn;
        init => _handler.CallerArn = value;
    }

    /// <summary>Is asked before each session is made. It may return an error, with which the call fails.</summary>
    /// <value>Returns <see langword="null"/> to make the session, which is also the default.</value>
    public Func<AssumeRoleCall, AmazonSecurityTokenServiceException?>? OnAssumeRole
    {
        get => _handler.OnAssumeRole;
        set => _handler.OnAssumeRole = value;
    }

    /// <summary>The calls of <c>AssumeRole</c> so far, in their order, including those that failed.</summary>
    public IReadOnlyList<AssumeRoleCall> Calls => _handler.Calls;

    /// <summary>Disposes the client.</summary>
    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }
}
