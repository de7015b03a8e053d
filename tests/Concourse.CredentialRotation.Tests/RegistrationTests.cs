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
        paths.GetPath(default!, default!, default).ReturnsForAnyArgs(call => $"/concourse/own/{call.ArgAt<string>(0)}/{call.ArgAt<string>(1)}/{call.Arg<CredentialPart>()}");
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(paths));

        await harness.RotateAsync("lab");

        Assert.That(harness.Secrets.Names, Is.EquivalentTo(new[] { "/concourse/own/team/lab/AccessKey", "/concourse/own/team/lab/SecretKey", "/concourse/own/team/lab/SessionToken" }));
    }

    [Test]
    public async Task Rotate_OwnWriter_GetsTheSessionAndItsOwnState()
    {
        var writer = Writer(SecretWriteResult.Written);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        var session = harness.Aws.Sts.Sessions.Single();
        await writer.Received(1).WriteAsync(
            Arg.Is<SecretSetState>(state => state.Leader.CurrentVersionId == "before"),
            rotated.RotationId,
            Arg.Is<SessionCredentials>(credentials => credentials.SecretAccessKey == session.SecretAccessKey && credentials.SessionToken == session.SessionToken),
            Arg.Any<CancellationToken>());
    }

    [TestCaseSource(typeof(EscapedForms), nameof(EscapedForms.All))]
    public async Task Rotate_OwnWriterThrowsWithASecret_RedactsIt(string name, Func<string, string> escape)
    {
        var writer = Writer(SecretWriteResult.Written);
        writer.WriteAsync(default!, default, default!, CancellationToken.None)
            .ReturnsForAnyArgs<SecretWriteResult>(call => throw new InvalidOperationException($"could not write {escape(call.Arg<SessionCredentials>().SecretAccessKey)} or {escape(call.Arg<SessionCredentials>().SessionToken)}"));
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));
        harness.Aws.Sts.MakeSecret = EscapedForms.Secret;

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Message, Does.Contain("could not write *** or ***"), name);
        Assert.That(Leaks.In([report.ToJson(), report.ToString()], harness.Aws.Sts), Is.Empty);
    }

    [TestCase(typeof(SupersededOutcome))]
    [TestCase(typeof(FailedOutcome))]
    [TestCase(typeof(TornOutcome))]
    public async Task Rotate_OwnWritersResult_IsTheOutcome(Type expected)
    {
        var result = expected.Name switch
        {
            nameof(SupersededOutcome) => SecretWriteResult.Superseded,
            nameof(FailedOutcome) => SecretWriteResult.Failed(RotationStep.Promote, "why"),
            _ => SecretWriteResult.Torn("why"),
        };
        var writer = Writer(result);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(writer));

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf(expected));
        Assert.That(harness.Log.Lines, Has.One.StartsWith("Account ").And.One.Contains(outcome.Kind));
    }

    private static ISecretWriter Writer(SecretWriteResult result)
    {
        var writer = Substitute.For<ISecretWriter>();
        writer.InspectAsync(default!, CancellationToken.None).ReturnsForAnyArgs(call =>
            new SecretSetState([.. call.Arg<IReadOnlyList<SecretLocation>>().Select(secret => new SecretState(secret, Exists: true, "before"))]));
        writer.WriteAsync(default!, default, default!, CancellationToken.None).ReturnsForAnyArgs(result);
        return writer;
    }
}
