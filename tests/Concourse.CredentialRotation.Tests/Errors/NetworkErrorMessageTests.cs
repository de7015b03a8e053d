using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>What a message says when AWS cannot be reached, or something else responds.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class NetworkErrorMessageTests
{
    [TestCase("DescribeSecret", "secretsmanager:DescribeSecret on /concourse/team/lab-")]
    [TestCase("AssumeRole", "sts:AssumeRole on arn:aws:iam::123456789999:role/lab")]
    [TestCase("GetCallerIdentity", "sts:GetCallerIdentity")]
    public async Task Rotate_HostDoesNotRespond_NamesTheHostAndTheNetwork(string operation, string request)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.CallTimeout = TimeSpan.FromMilliseconds(100));
        harness.Aws.On(operation).Respond(Fault.NoResponse);

        var message = (await harness.RotateAsync<FailedOutcome>("lab")).Error.Message;

        Assert.That(message, Does.StartWith($"The request timed out: {request}").And.Contain($" had no response from {harness.Aws.Endpoint.Authority}. Check the network path to it: "));
    }

    [Test]
    public async Task Rotate_HostRefusesConnections_NamesTheHostAndTheNetwork()
    {
        await using var harness = await RotationHarness.StartAsync();
        var host = harness.Aws.Endpoint.Authority;
        await harness.Aws.DisposeAsync();

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.StartWith("The request failed: secretsmanager:DescribeSecret on /concourse/team/lab-")
            .And.Contain($" had no response from {host}: ").And.Contain("Check the network path to it: "));
    }

    [Test]
    public async Task Rotate_TimeIsUpAfterAnAttemptThatTimedOut_NamesTheHostInsteadOfTheTimeLeft()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.CallTimeout = TimeSpan.FromMilliseconds(100), time);
        harness.Aws.On("AssumeRole").Respond(Fault.NoResponse);
        harness.Aws.On("AssumeRole").Nth(2).Do(() => time.Advance(TimeSpan.FromMinutes(1)));

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddMinutes(1), CancellationToken.None);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("The request timed out: sts:AssumeRole on arn:aws:iam::123456789999:role/lab had no response from 127.0.0.1:"));
        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "AssumeRole"), Is.EqualTo(2));
    }

    [Test]
    public async Task Rotate_TimeIsUpInTheFirstAttempt_ReportsTooLittleTime()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(time: time);
        harness.Aws.On("AssumeRole").Do(() => time.Advance(TimeSpan.FromMinutes(1))).Respond(Fault.NoResponse);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddMinutes(1), CancellationToken.None);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("There was too little time left: ")
            .And.EndWith("(The request was canceled before its response arrived: sts:AssumeRole on arn:aws:iam::123456789999:role/lab.)"));
    }

    [TestCase("AssumeRole", "sts:AssumeRole on arn:aws:iam::123456789999:role/lab")]
    [TestCase("DescribeSecret", "secretsmanager:DescribeSecret on /concourse/team/lab-")]
    public async Task Rotate_ResponseCutOffInTheMiddle_NamesTheOperation(string operation, string request)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(operation).Respond(Fault.Malformed);

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.StartWith($"The AWS response could not be parsed: {request}").And.Contain(", from 127.0.0.1:"));
    }

    [TestCase("AssumeRole")]
    [TestCase("DescribeSecret")]
    public async Task Rotate_ProxyRespondsInstead_MentionsTheProxy(string operation)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On(operation).Respond(Fault.ProxyPage);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Does.StartWith("The AWS response could not be parsed: ").And.Contain($":{operation} ").And.Contain("(HTTP 403)").And.Contain("proxy"));
        Assert.That(failed.Error.ErrorCode, Is.Null);
    }
}
