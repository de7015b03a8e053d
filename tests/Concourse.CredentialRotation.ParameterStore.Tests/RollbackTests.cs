using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>What happens to a set of which a parameter cannot be written.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RollbackTests
{
    [TestCase(SecretLayout.Separate)]
    [TestCase(SecretLayout.Both)]
    public async Task Rotate_OneParameterIsRejected_RestoresValuesAndMarks(SecretLayout layout)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(layout);
        var first = await harness.RotateAsync<RotatedOutcome>();
        var before = harness.Values;
        harness.Aws.On("PutParameter", ParameterStoreHarness.SecretKeyName).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>();

        Assert.That(harness.Values, Is.EqualTo(before));
        Assert.That(harness.MarkedBy, Is.EqualTo(first.RotationId.ToString()));
        Assert.That(
            (harness.Parameters.Version(ParameterStoreHarness.AccessKeyName), harness.Parameters.Version(ParameterStoreHarness.SecretKeyName)),
            Is.EqualTo((3, 1)), "the other parameters were written and restored");
        Assert.That((failed.Step, failed.MayBeWritten), Is.EqualTo((RotationStep.Promote, false)));
        Assert.That(failed.Error.Message, Does.StartWith($"AccessDeniedException (HTTP 403) from ssm:PutParameter on {ParameterStoreHarness.SecretKeyName}: ")
            .And.Contain($"The caller's policy must allow ssm:PutParameter on {ParameterStoreHarness.SecretKeyName}").And.EndWith("The set was rolled back."));
    }

    [Test]
    public async Task Rotate_OneParameterOfAnotherToolIsRejected_RestoresValuesAndDescriptions()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        foreach (var name in harness.Names)
        {
            harness.Parameters.Write(name, $"old {name}", "Created by hand");
        }

        var before = harness.Values;
        harness.Aws.On("PutParameter", ParameterStoreHarness.SecretKeyName).Respond(Fault.AccessDenied);

        await harness.RotateAsync<FailedOutcome>();

        Assert.That(harness.Values, Is.EqualTo(before));
        Assert.That(harness.Names.Select(harness.Parameters.Description), Is.All.EqualTo("Created by hand"));
    }

    [Test]
    public async Task Rotate_RollingBackIsRejectedToo_IsTornAndTheNextOneRepairsIt()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        await harness.RotateAsync<RotatedOutcome>();
        harness.Aws.On("PutParameter", ParameterStoreHarness.SecretKeyName).Respond(Fault.AccessDenied);
        harness.Aws.On("PutParameter", ParameterStoreHarness.AccessKeyName).After(1).Respond(Fault.AccessDenied);

        var torn = await harness.RotateAsync<TornOutcome>();

        Assert.That(torn.Error.Message, Does.Contain("Rolling back also failed: AccessDeniedException").And.EndWith("Pipelines may read parts of two sessions until the next rotation."));
        harness.Aws.ClearRules();
        var next = await harness.RotateAsync<RotatedOutcome>();
        Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((next.AccessKeyId, next.RotationId.ToString())));
    }

    // AWS may quote what it rejects, and these values are not those of the session that is being written.
    [Test]
    public async Task Rotate_RejectionQuotesThePreviousValue_DoesNotShowIt()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        await harness.RotateAsync<RotatedOutcome>();
        var previous = harness.Parameters.Read(ParameterStoreHarness.SessionTokenName)!;
        harness.Aws.On("PutParameter", ParameterStoreHarness.SecretKeyName).Respond(Fault.AccessDenied);
        harness.Aws.On("PutParameter", ParameterStoreHarness.SessionTokenName).After(1).Do(() => throw new AwsException("ValidationException", $"Value '{previous}' at 'value' is invalid"));

        var torn = await harness.RotateAsync<TornOutcome>();

        Assert.That(torn.Error.Message, Does.Contain("Value '***' at 'value' is invalid").And.Not.Contain(previous));
    }

    // Each value that this rotation wrote has replaced one of the other rotation, and not the one that it had read.
    [Test]
    public async Task Rotate_AnotherRotationFinishedBeforeTheRejectedWrites_RestoresTheValuesOfThatOne()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        await harness.RotateAsync<RotatedOutcome>();
        string? first = null;
        var other = new Lazy<Task<RotatedOutcome>>(() => harness.RotateAsync<RotatedOutcome>(harness.CreateRotator()));
        harness.Aws.Intercept = async (call, _) =>
        {
            if (call.Operation is not "PutParameter" || RotationMark.Find(call.VersionId) is not { } mark || (Interlocked.CompareExchange(ref first, mark.RotationId.ToString(), null) ?? first) != mark.RotationId.ToString())
            {
                return null;
            }

            await other.Value;
            return call.Resource == ParameterStoreHarness.SecretKeyName ? Fault.AccessDenied : null;
        };

        await harness.RotateAsync<TornOutcome>();

        Assert.That(harness.Session?.AccessKeyId, Is.EqualTo((await other.Value).AccessKeyId), "readers get all of the other session");
        Assert.That(harness.MarkedBy, Is.Null, "nothing proves that the values belong together, so the next rotation does not skip the set");
        harness.Aws.Intercept = null;
        Assert.That((await harness.RotateAsync<RotatedOutcome>()).RotationId.ToString(), Is.EqualTo(harness.MarkedBy));
    }
}
