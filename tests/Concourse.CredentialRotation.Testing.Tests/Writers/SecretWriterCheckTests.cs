using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>A writer that does what the engine relies on, and broken ones that are each found for their own reason and no other.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SecretWriterCheckTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [TestCase(Flaw.None)]
    [TestCase(Flaw.OverwritesAndReportsTorn)]
    [TestCase(Flaw.Locks)]
    [TestCase(Flaw.LocksTheThread)]
    [TestCase(Flaw.BothGiveUp)]
    public async Task RunAsync_WriterWithoutAFlaw_FindsNothing(Flaw none) => Assert.That(await RunAsync(none), Is.Empty);

    [TestCase(Flaw.NoReserve, SecretWriterRule.CommitReserve, "CommitReserve is 00:00:00, but a write that has begun needs time to finish.")]
    [TestCase(Flaw.RejectsEveryName, SecretWriterRule.NameValidation, "ValidateName rejects '/concourse/example-team/divx-lab-access-key', which is not allowed.")]
    [TestCase(Flaw.RejectsWithoutARule, SecretWriterRule.NameValidation, "without naming the rule.")]
    [TestCase(Flaw.AcceptsWhatTheStoreRejects, SecretWriterRule.NameValidation, "ValidateName accepts '', but the write threw ArgumentException: The name is too short or too long.")]
    [TestCase(Flaw.IgnoresCase, SecretWriterRule.NameValidation, "ValidateName accepts '/concourse/example-team/divx-laba', but after other secrets were written, readers do not get its value.")]
    [TestCase(Flaw.InspectionThrows, SecretWriterRule.Inspection, "inspection of a missing set: The inspection threw NotSupportedException: There is no way to inspect.")]
    [TestCase(Flaw.InspectionWrites, SecretWriterRule.Inspection, "The inspection sent a write request, or changed what readers get.")]
    [TestCase(Flaw.MissingIsTorn, SecretWriterRule.Inspection, "inspection of a missing set: The inspection reported Torn.")]
    [TestCase(Flaw.IncompleteIsComplete, SecretWriterRule.Inspection, "inspection of a set of which only one secret exists: The inspection reported Complete.")]
    [TestCase(Flaw.TornIsComplete, SecretWriterRule.Inspection, "The inspection reported Complete, but readers get the new session for AccessKeyId and the previous session for SecretAccessKey, SessionToken.")]
    [TestCase(Flaw.WrongRotationId, SecretWriterRule.Inspection, "inspection after the write of a missing set: The inspection reported the rotation")]
    [TestCase(Flaw.NoWrittenAt, SecretWriterRule.WrittenAt, "WrittenAt is null, but the rotation began at")]
    [TestCase(Flaw.WrittenAtIsTheExpiration, SecretWriterRule.WrittenAt, "but the rotation began at")]
    [TestCase(Flaw.WrittenAtOfAnotherTool, SecretWriterRule.WrittenAt, "WrittenAt is not null, although no rotation wrote the set.")]
    [TestCase(Flaw.LeavesTheLastSecretOut, SecretWriterRule.Writing, "The write returned Written, and readers get the new session for AccessKeyId, SecretAccessKey and nothing for SessionToken.")]
    [TestCase(Flaw.WritesOnlyWhatExists, SecretWriterRule.Writing, "The write returned Written, and readers get nothing for AccessKeyId, SecretAccessKey, SessionToken.")]
    [TestCase(Flaw.NoRollback, SecretWriterRule.AllOrNothing, "write over an existing set, write request 2 of 3 rejected, like all later ones: The write returned Failed ('The store did not accept the values.'), and readers get the new session for AccessKeyId and the previous session for")]
    [TestCase(Flaw.NoRollbackAfterAnException, SecretWriterRule.AllOrNothing, "write over an existing set, write request 2 of 3 rejected: The write threw HttpRequestException: The test made the request fail before it took effect, and readers get the new session for AccessKeyId")]
    [TestCase(Flaw.TornWithoutRollingBack, SecretWriterRule.AllOrNothing, "write request 2 of 3 rejected: The write returned Torn ('The store did not accept all values.'), and readers get the new session for AccessKeyId")]
    [TestCase(Flaw.WrittenAfterARejection, SecretWriterRule.Result, "write request 1 of 3 rejected, like all later ones: The write returned Written, and readers get the previous session for")]
    [TestCase(Flaw.FailedAfterSuccess, SecretWriterRule.Result, "write request 1 of 3 rejected: The write returned Failed ('The store did not accept the values.'), and readers get the new session for")]
    [TestCase(Flaw.FailedAfterALostResponse, SecretWriterRule.Result, "write request 1 of 3 carried out without a response: The write returned Failed ('The store did not accept the values.'), and readers get the new session for")]
    [TestCase(Flaw.SupersededAfterARejection, SecretWriterRule.Result, "write request 1 of 3 rejected, like all later ones: The write returned Superseded, and readers get the previous session for")]
    [TestCase(Flaw.CanceledAfterSuccess, SecretWriterRule.Result, "canceled at write request 1 of 3: The write threw OperationCanceledException: The operation was canceled, and readers get the new session for")]
    [TestCase(Flaw.DoesNotRepair, SecretWriterRule.Repair, "write over a set of which another tool has overwritten a secret: The write returned Written, and readers get something else for AccessKeyId")]
    [TestCase(Flaw.Overwrites, SecretWriterRule.ConcurrentWrites, "Neither writer reported that the set is torn, but readers get the session of the second writer for AccessKeyId and the session of the first writer for SecretAccessKey, SessionToken.")]
    [TestCase(Flaw.IgnoresTheTokenBefore, SecretWriterRule.Cancellation, "canceled before: The write returned Written after 3 write requests, and readers get the new session for")]
    [TestCase(Flaw.StopsInTheMiddle, SecretWriterRule.Cancellation, "canceled at write request 1 of 3: The write threw OperationCanceledException")]
    [TestCase(Flaw.SecretInTheResult, SecretWriterRule.Confidentiality, "A secret access key or a session token is in the result: ")]
    [TestCase(Flaw.SecretInTheState, SecretWriterRule.Confidentiality, "A secret access key or a session token is in the state: ")]
    [TestCase(Flaw.SecretInTheException, SecretWriterRule.Confidentiality, "A secret access key or a session token is in the exception: ")]
    public async Task RunAsync_WriterWithAFlaw_IsFoundForItsOwnReason(Flaw flaw, SecretWriterRule rule, string message)
    {
        var findings = await RunAsync(flaw);

        Assert.That(findings.Where(finding => finding.Rule != rule), Is.Empty);
        Assert.That(findings.Select(finding => finding.ToString()), Has.Some.Contains(message));
        Assert.That(findings.Select(finding => finding.ToString()), Has.None.Contains("example/secret+access/key").And.None.Contains("example//token"));
    }

    [Test]
    public async Task RunAsync_StoreThatDoesNotAskTheInjector_IsFound()
    {
        var findings = await SecretWriterCheck.RunAsync(faults => Task.FromResult<ISecretWriterFixture>(new VersionedStore(faults)
        {
            AsksTheInjector = false,
            Writer = store => new VersionedStoreWriter(store, _time),
        }), new() { Time = _time });

        Assert.That(findings.Select(finding => (finding.Rule, finding.Message)), Is.All.EqualTo(
            (SecretWriterRule.Writing, "No write request reached the WriteFaultInjector, which must be asked about all of them.")).And.Exactly(3).Items);
    }

    [Test]
    public async Task RunAsync_CanceledToken_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        Assert.That(() => SecretWriterCheck.RunAsync(faults => Create(faults, Flaw.None), cancellationToken: cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    // A writer that does not lock never has to wait for the other one.
    private Task<IReadOnlyList<SecretWriterFinding>> RunAsync(Flaw flaw) => SecretWriterCheck.RunAsync(
        faults => Create(faults, flaw),
        new() { Time = _time, ConcurrencyTimeout = flaw is Flaw.Locks or Flaw.LocksTheThread ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMinutes(1) },
        TestContext.CurrentContext.CancellationToken);

    private Task<ISecretWriterFixture> Create(WriteFaultInjector faults, Flaw flaw) => Task.FromResult<ISecretWriterFixture>(new VersionedStore(faults)
    {
        Writer = store => new VersionedStoreWriter(store, _time, flaw),
        Values = new(flaw is Flaw.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal),
    });
}
