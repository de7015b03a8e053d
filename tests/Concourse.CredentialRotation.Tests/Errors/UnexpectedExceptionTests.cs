using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>What a custom strategy or writer throws is logged with its stack trace.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class UnexpectedExceptionTests
{
    [Test]
    public async Task Rotate_OwnWriterThrows_HasTheTypeInTheOutcomeAndTheStackTraceInTheLog()
    {
        await using var harness = await StartAsync(session => throw new InvalidOperationException($"could not write {session.SecretAccessKey}", new FormatException(session.SessionToken)));

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Is.EqualTo("InvalidOperationException: could not write ***."));
        Assert.That(AccountLine(harness), Does.Contain(" System.InvalidOperationException: could not write ***")
            .And.Contain("---> System.FormatException: ***")
            .And.Contain($"at {typeof(UnexpectedExceptionTests).FullName}."));
    }

    [Test]
    public async Task Rotate_OwnStrategyThrows_HasTheTypeInTheOutcomeAndTheStackTraceInTheLog()
    {
        var paths = Substitute.For<ISecretPathStrategy>();
        var validated = new HashSet<SecretPathContext>();
        paths.GetPath(default!).ReturnsForAnyArgs(call =>
        {
            var context = call.Arg<SecretPathContext>();
            return context.Team is not "team" || validated.Add(context) ? $"/concourse/{context.Team}/{context.Account}/{context.Content}" : throw new KeyNotFoundException("no folder");
        });
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(paths));

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Is.EqualTo("KeyNotFoundException: no folder."));
        Assert.That(AccountLine(harness), Does.Contain(" System.Collections.Generic.KeyNotFoundException: no folder").And.Contain($"at {typeof(UnexpectedExceptionTests).FullName}."));
    }

    private static readonly TestCaseData[] Expected =
    [
        new(new AmazonServiceException("no", ErrorType.Sender, "ParameterNotFound", "1-2-3", System.Net.HttpStatusCode.BadRequest), "ParameterNotFound (HTTP 400): no. AWS request ID: 1-2-3."),
        new(new TimeoutException("it took 3 seconds"), "The request timed out: it took 3 seconds."),
        new(new TaskCanceledException("canceled", new TimeoutException("it took 3 seconds")), "The request timed out: canceled."),
    ];

    [TestCaseSource(nameof(Expected))]
    public async Task Rotate_OwnWritersAwsErrorOrTimeout_HasNoStackTrace(Exception thrown, string message)
    {
        await using var harness = await StartAsync(_ => throw thrown);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Is.EqualTo(message));
        Assert.That(AccountLine(harness), Does.EndWith($"{message} "));
    }

    [Test]
    public async Task Rotate_AwsError_HasNoStackTrace()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(IsDenied: true));

        await harness.RotateAsync("lab");

        Assert.That(AccountLine(harness), Does.Contain("AccessDenied").And.Not.Contains("   at "));
    }

    private static Task<RotationHarness> StartAsync(Func<SessionCredentials, SecretWriteResult> write)
    {
        var writer = StubWriter.Create(request => write(request.Session));
        return RotationHarness.StartAsync(before: services => services.AddSingleton(writer));
    }

    private static string AccountLine(RotationHarness harness) => harness.Log.Lines.First(line => line.StartsWith("Account ", StringComparison.Ordinal));
}
