using Amazon.SecurityToken;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Testing.Tests.Sessions;

/// <summary>A whole rotation with the SDK's own client, of which nothing leaves the process.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class InMemorySecurityTokenServiceTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private InMemorySecretWriter _store = null!;
    private InMemorySecurityTokenService _sts = null!;

    [SetUp]
    public void Create() => (_store, _sts) = (new(_time), new(_time));

    [TearDown]
    public void Dispose() => _sts.Dispose();

    [Test]
    public async Task Rotate_AnyRole_WritesItsSession()
    {
        var account = await RotateAsync<RotatedOutcome>();

        Assert.That(account.Expiration, Is.EqualTo(_time.GetUtcNow().AddHours(1)));
        Assert.That(_store.Values["/concourse/example-team/divx-lab-access-key"], Is.EqualTo(account.AccessKeyId));
    }

    [Test]
    public async Task Calls_AfterARotation_HaveWhatWasRequested()
    {
        await RotateAsync<RotatedOutcome>(TimeSpan.FromMinutes(30), new() { Tags = new Dictionary<string, string> { ["cost-center"] = "42" } });

        var call = _sts.Calls.Single();
        Assert.That((call.RoleArn, call.ExternalId, call.Duration), Is.EqualTo(("arn:aws:iam::123456789999:role/ci/divx-lab", "concourse/example-team", TimeSpan.FromMinutes(30))));
        Assert.That(call.SessionName, Does.Contain("example-team"));
        Assert.That((call.Parameters["Tags.member.1.Key"], call.Parameters["Tags.member.1.Value"]), Is.EqualTo(("cost-center", "42")));
    }

    [Test]
    public async Task OnAssumeRole_Error_FailsTheAccountWithIt()
    {
        _sts.OnAssumeRole = _ => new AmazonSecurityTokenServiceException("Not authorized.") { ErrorCode = "AccessDenied" };

        var account = await RotateAsync<FailedOutcome>();

        Assert.That((account.Step, account.Error.ErrorCode), Is.EqualTo((RotationStep.Assume, "AccessDenied")));
        Assert.That(account.Error.Message, Does.Contain("Not authorized."));
        Assert.That(_store.WriteRequests, Is.Empty);
    }

    [TestCase("arn:aws:sts::111122223333:assumed-role/rotation/test", 1)]
    [TestCase("arn:aws:iam::111122223333:user/rotation", 2)]
    public async Task CallerArn_RoleOrUser_DecidesHowLongSessionsLast(string callerArn, int hours)
    {
        _sts.Dispose();
        _sts = new(_time) { CallerArn = callerArn };

        var account = await RotateAsync<RotatedOutcome>(TimeSpan.FromHours(2));

        Assert.That(account.Expiration, Is.EqualTo(_time.GetUtcNow().AddHours(hours)));
    }

    [Test]
    public void Client_AnotherOperation_SaysThatThereIsNone() =>
        Assert.That(
            async () => await _sts.Client.GetSessionTokenAsync(new()),
            Throws.InstanceOf<AmazonSecurityTokenServiceException>().With.Message.Contains("does not have the operation GetSessionToken"));

    private async Task<T> RotateAsync<T>(TimeSpan? duration = null, SessionSettings? session = null)
        where T : AccountOutcome
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time).AddSingleton(_sts.Client);
        services.AddConcourseCredentialRotation().UseSecretWriter(_store);
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<ICredentialRotator>().RotateAsync(new()
        {
            Name = "example-team",
            Accounts = [new() { Name = "divx-lab", RoleArn = "arn:aws:iam::123456789999:role/ci/divx-lab", Duration = duration, Session = session }],
        });
        Assert.That(report.Accounts.Single(), Is.InstanceOf<T>(), report.ToJson());
        return (T)report.Accounts.Single();
    }
}
