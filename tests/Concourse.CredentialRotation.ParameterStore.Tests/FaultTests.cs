using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>Every fault at every request to Parameter Store: what readers get, what is reported, and what the next rotation makes of it.</summary>
[CancelAfter(TimeLimits.Test)]
[Parallelizable(ParallelScope.Children)]
public sealed class FaultTests
{
    private static readonly Fault[] Faults =
        [Fault.AccessDenied, Fault.Throttled, Fault.ServerError, Fault.LostResponse, Fault.NoResponse, Fault.Malformed, Fault.Empty, Fault.EmptyResult, Fault.ProxyPage];

    private static IEnumerable<TestCaseData> Cases =>
        from layout in new[] { SecretLayout.Separate, SecretLayout.Combined, SecretLayout.Both }
        from exists in new[] { false, true }
        from position in Positions(layout, exists)
        from fault in Faults
        from times in new[] { 1, 4, int.MaxValue }
        where times != 4 || fault == Fault.Throttled
        select new TestCaseData(layout, exists, position.Operation, position.Number, fault, times)
            .SetName($"Rotate_{layout}_{(exists ? "existing" : "missing")}_{position.Operation}{position.Number}_{fault}_{(times == int.MaxValue ? "always" : times)}".Replace(' ', '-'));

    [TestCaseSource(nameof(Cases))]
    public async Task Rotate_FaultAtACall_LeavesAllOrNothing(SecretLayout layout, bool exists, string operation, int number, Fault fault, int times)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(layout, options => options.WriteReserve = TimeSpan.FromSeconds(2), callTimeout: TimeSpan.FromMilliseconds(300));
        if (exists)
        {
            await harness.RotateAsync<RotatedOutcome>();
        }

        var (before, markBefore) = (harness.Values, harness.MarkedBy);
        var calls = 0;
        harness.Aws.On(call => call.Operation == operation && Interlocked.Increment(ref calls) is var count && count >= number && count - number < times).Respond(fault);
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var outcome = (await harness.Rotator.RotateAsync(ParameterStoreHarness.Team, deadline, TestContext.CurrentContext.CancellationToken)).Accounts.Single();
        harness.Aws.ClearRules();

        var isNew = harness.Session is not null && !harness.Values.SequenceEqual(before);
        switch (outcome)
        {
            case RotatedOutcome rotated:
                Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((rotated.AccessKeyId, rotated.RotationId.ToString())));
                break;
            case FailedOutcome failed when exists:
                Assert.That(failed.MayBeWritten ? isNew || harness.Values.SequenceEqual(before) : harness.Values.SequenceEqual(before), Is.True, failed.Error.Message);
                Assert.That(failed.MayBeWritten ? markBefore : harness.MarkedBy, Is.EqualTo(markBefore), "the previous rotation is the one that the set is marked with");
                break;
            case FailedOutcome:
                // A set that is being created has no other values than those of one session.
                Assert.That(harness.Aws.Sts.Sessions, Has.Count.LessThanOrEqualTo(1));
                break;
            default:
                Assert.That(outcome, Is.TypeOf<TornOutcome>());
                Assert.That((exists, times), Is.EqualTo((true, int.MaxValue)), outcome.As<TornOutcome>().Error.Message);
                break;
        }

        // What AWS rejects is not sent again. A read whose response has nothing in it fails, and the set of a write is read again.
        var isTransient = fault != Fault.AccessDenied && fault != Fault.ProxyPage && (fault != Fault.EmptyResult || operation is "PutParameter");
        if (times < int.MaxValue && isTransient)
        {
            Assert.That(outcome, Is.TypeOf<RotatedOutcome>(), "what passes has no effect");
        }

        var next = await harness.RotateAsync<RotatedOutcome>();
        Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((next.AccessKeyId, next.RotationId.ToString())));
    }

    private static IEnumerable<(string Operation, int Number)> Positions(SecretLayout layout, bool exists)
    {
        var writes = layout switch
        {
            SecretLayout.Separate => 3,
            SecretLayout.Combined => 1,
            _ => 4,
        };
        return
        [
            ("DescribeParameters", 1),
            .. exists && writes > 1 ? [("GetParameters", 1)] : Array.Empty<(string, int)>(),

            // The last one too, after which nothing is left to write. Those in between are like the first.
            .. new[] { 1, writes }.Distinct().Select(number => ("PutParameter", number)),
        ];
    }
}
