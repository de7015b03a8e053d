using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace Concourse.CredentialRotation.Tests;

/// <summary>What a host can put in the place of the defaults.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RegistrationTests
{
    [Test]
    public async Task Rotate_OwnPathStrategy_IsUsed()
    {
        var paths = Substitute.For<ISecretPathStrategy>();
        paths.GetPath(default!).ReturnsForAnyArgs(call => call.Arg<SecretPathContext>() is var context ? $"/concourse/own/{context.Team}/{context.Account}/{context.Content}" : "");
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(paths));

        await harness.RotateAsync("lab");

        Assert.That(harness.Secrets.Names, Is.EquivalentTo(new[] { "/concourse/own/team/lab/AccessKeyId", "/concourse/own/team/lab/SecretAccessKey", "/concourse/own/team/lab/SessionToken" }));
    }

    [Test]
    public async Task Rotate_OwnWriter_GetsTheSessionAndItsOwnState()
    {
        var writer = StubWriter.Create();
        var seen = SecretSetState.Torn with { WrittenAt = null };
        writer.InspectAsync(default!, CancellationToken.None).ReturnsForAnyArgs(seen);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        var session = harness.Aws.Sts.Sessions.Single();
        await writer.Received(1).WriteAsync(
            Arg.Is<SecretWriteRequest>(request =>
                ReferenceEquals(request.Seen, seen)
                && request.RotationId == rotated.RotationId
                && request.Session.SecretAccessKey == session.SecretAccessKey
                && request.Session.SessionToken == session.SessionToken),
            Arg.Any<CancellationToken>());
    }

    [TestCaseSource(typeof(EscapedForms), nameof(EscapedForms.All))]
    public async Task Rotate_OwnWriterThrowsWithASecret_RedactsIt(string name, Func<string, string> escape)
    {
        var writer = StubWriter.Create(request => throw new InvalidOperationException($"could not write {escape(request.Session.SecretAccessKey)} or {escape(request.Session.SessionToken)}"));
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));
        harness.Aws.Sts.MakeSecret = EscapedForms.Secret;

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Contain("could not write *** or ***"), name);
        Assert.That(Leaks.In([report.ToJson(), report.ToString()], harness.Aws.Sts), Is.Empty);
    }

    [Test]
    public async Task Rotate_OwnWriterWarnsWithASecret_RedactsIt()
    {
        var writer = StubWriter.Create(request => SecretWriteResult.Written with { Warnings = [$"wrote {request.Session.SecretAccessKey}"] });
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));

        Assert.That((await harness.RotateAsync<RotatedOutcome>("lab")).Warnings, Is.EqualTo(new[] { "wrote ***" }));
    }

    [TestCase(typeof(SupersededOutcome))]
    [TestCase(typeof(FailedOutcome))]
    [TestCase(typeof(TornOutcome))]
    public async Task Rotate_OwnWritersResult_IsTheOutcome(Type expected)
    {
        var result = expected.Name switch
        {
            nameof(SupersededOutcome) => SecretWriteResult.Superseded,
            nameof(FailedOutcome) => SecretWriteResult.Failed(RotationStep.Promote, new() { Message = "why" }),
            _ => SecretWriteResult.Torn(new() { Message = "why" }),
        };
        var writer = StubWriter.Create(_ => result);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf(expected));
        Assert.That(harness.Log.Lines, Has.One.StartsWith("Account ").And.One.Contains(outcome.Outcome));
    }
}
