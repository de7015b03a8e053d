using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Testing.Tests.Writers;

[CancelAfter(TimeLimits.Test)]
public sealed class InMemorySecretWriterTests
{
    private static readonly RotationError Error = new() { Message = "The store is read-only." };

    private static readonly SecretEntry[] Secrets =
    [
        new() { Name = "/concourse/team/lab-access-key", Content = SecretContent.AccessKeyId },
        new() { Name = "/concourse/team/lab-secret-key", Content = SecretContent.SecretAccessKey },
    ];

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Test]
    public async Task RunAsync_Always_FindsNothing() =>
        Assert.That(
            await SecretWriterCheck.RunAsync(faults => Task.FromResult<ISecretWriterFixture>(new InMemoryStore(faults, _time)), new() { Time = _time }),
            Is.Empty);

    [Test]
    public async Task RunAsync_StoreThatLooksOnlyAtTheLastSecret_IsFound()
    {
        var findings = await SecretWriterCheck.RunAsync(
            faults => Task.FromResult<ISecretWriterFixture>(new InMemoryStore(faults, _time) { LooksOnlyAtTheLastSecret = true }), new() { Time = _time });

        Assert.That(findings.Select(finding => finding.Rule).Distinct(), Is.EquivalentTo(new[] { SecretWriterRule.Inspection, SecretWriterRule.WrittenAt }));
    }

    [Test]
    public async Task Values_AfterAWrite_AreThoseOfTheSession()
    {
        var writer = new InMemorySecretWriter(_time);

        await WriteAsync(writer, "one");

        Assert.That(writer.Values, Is.EqualTo(new Dictionary<string, string> { [Secrets[0].Name] = "access key one", [Secrets[1].Name] = "secret key one" }));
        Assert.That((writer.Inspections.Single(), writer.WriteRequests.Single().Session.AccessKeyId), Is.EqualTo((Secrets, "access key one")));
    }

    [Test]
    public async Task Values_ReadBefore_DoNotChange()
    {
        var writer = new InMemorySecretWriter(_time);
        var before = writer.Values;

        await WriteAsync(writer, "one");

        Assert.That(before, Is.Empty);
    }

    [Test]
    public async Task InspectAsync_OnInspectReturnsAState_ReturnsIt()
    {
        var writer = new InMemorySecretWriter(_time) { OnInspect = _ => SecretSetState.Unreadable(Error) };

        Assert.That((await writer.InspectAsync(Secrets, CancellationToken.None)).Error, Is.EqualTo(Error));
    }

    [Test]
    public async Task WriteAsync_OnWriteReturnsFailed_WritesNothing()
    {
        var writer = new InMemorySecretWriter(_time) { OnWrite = _ => SecretWriteResult.Failed(RotationStep.Stage, Error) };

        var result = await WriteAsync(writer, "one");

        Assert.That((result.Status, result.Error), Is.EqualTo((SecretWriteStatus.Failed, Error)));
        Assert.That(writer.Values, Is.Empty);
        Assert.That(writer.WriteRequests, Has.Count.EqualTo(1));
    }

    [Test]
    public void WriteAsync_OnWriteThrows_ThrowsFromTheTask()
    {
        var writer = new InMemorySecretWriter(_time) { OnWrite = _ => throw new IOException("The disk is full.") };

        Assert.That(() => WriteAsync(writer, "one"), Throws.TypeOf<IOException>());
        Assert.That(writer.Values, Is.Empty);
    }

    [Test]
    public async Task WriteAsync_OnWriteReturnsTorn_LeavesATornSet()
    {
        var writer = new InMemorySecretWriter(_time);
        await WriteAsync(writer, "one");
        writer.OnWrite = _ => SecretWriteResult.Torn(Error);

        await WriteAsync(writer, "two");

        Assert.That(writer.Values.Values, Is.EqualTo(new[] { "access key two", "secret key one" }));
        Assert.That((await writer.InspectAsync(Secrets, CancellationToken.None)).Status, Is.EqualTo(SecretSetStatus.Torn));
    }

    [Test]
    public async Task WriteAsync_AnotherRotationWroteInTheMeantime_IsSuperseded()
    {
        var writer = new InMemorySecretWriter(_time);
        var seen = await writer.InspectAsync(Secrets, CancellationToken.None);
        await WriteAsync(writer, "one");

        var result = await writer.WriteAsync(Request("two", seen), CancellationToken.None);

        Assert.That((result.Status, result.RotationId), Is.EqualTo((SecretWriteStatus.Superseded, (RotationId?)writer.WriteRequests[0].RotationId)));
        Assert.That(writer.Values[Secrets[0].Name], Is.EqualTo("access key one"));
    }

    [Test]
    public async Task InspectAsync_SecretWasRemoved_IsTorn()
    {
        var writer = new InMemorySecretWriter(_time);
        await WriteAsync(writer, "one");

        Assert.That((writer.Remove(Secrets[0].Name), writer.Remove(Secrets[0].Name)), Is.EqualTo((true, false)));
        Assert.That((await writer.InspectAsync(Secrets, CancellationToken.None)).Status, Is.EqualTo(SecretSetStatus.Torn));
    }

    private async Task<SecretWriteResult> WriteAsync(InMemorySecretWriter writer, string session) =>
        await writer.WriteAsync(Request(session, await writer.InspectAsync(Secrets, CancellationToken.None)), CancellationToken.None);

    private SecretWriteRequest Request(string session, SecretSetState seen) => new()
    {
        Secrets = Secrets,
        Seen = seen,
        RotationId = RotationId.Create(_time.GetUtcNow()),
        Session = new($"access key {session}", $"secret key {session}", $"token {session}", _time.GetUtcNow().AddHours(1)),
    };
}
