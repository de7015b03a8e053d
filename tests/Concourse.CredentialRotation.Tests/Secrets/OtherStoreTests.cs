using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Secrets;

/// <summary>A store that has neither version IDs of the caller's choice nor compare-and-swap, such as a file or Parameter Store.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class OtherStoreTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Test]
    public async Task Rotate_SetIsMissing_WritesEveryEntry()
    {
        await using var harness = await StartAsync();

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        var session = harness.Aws.Sts.Sessions.Single();
        Assert.That(Store(harness).Values, Is.EqualTo(new Dictionary<string, string>
        {
            [rotated.Paths[0]] = session.AccessKeyId,
            [rotated.Paths[1]] = session.SecretAccessKey,
            [rotated.Paths[2]] = session.SessionToken!,
        }));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_WrittenLessThanTheMinimumAgeAgo_IsSkippedWithoutARotationId()
    {
        await using var harness = await StartAsync();
        await harness.RotateAsync("lab");
        _time.Advance(TimeSpan.FromMinutes(9));

        var skipped = await harness.RotateAsync<SkippedOutcome>("lab");

        Assert.That((skipped.RotationId, skipped.Age), Is.EqualTo(((RotationId?)null, (TimeSpan?)TimeSpan.FromMinutes(9))));
    }

    [Test]
    public async Task Rotate_WrittenEarlier_IsRotated()
    {
        await using var harness = await StartAsync();
        await harness.RotateAsync("lab");
        _time.Advance(TimeSpan.FromMinutes(11));

        await harness.RotateAsync<RotatedOutcome>("lab");
    }

    [Test]
    public async Task Rotate_StoreCannotBeRead_FailsAtInspect()
    {
        await using var harness = await StartAsync();
        Store(harness).ReadError = new() { Message = "The disk is gone.", ErrorCode = "EIO" };

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Step, failed.Error.ErrorCode, failed.Error.Message), Is.EqualTo((RotationStep.Inspect, "EIO", "The disk is gone.")));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Rotate_NameThatTheStoreDoesNotAllow_IsRejectedBeforeAnyCall()
    {
        await using var harness = await StartAsync();
        var team = RotationHarness.Team("very-long-account-name");

        Assert.That(() => harness.RotateAsync(team), Throws.TypeOf<InvalidTeamException>()
            .With.Message.Contains("the AccessKeyId the secret name '/concourse/team/very-long-account-name-access-key', which is longer than 40 characters"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Rotate_LessThanTheCommitReserveLeft_WritesNothing()
    {
        await using var harness = await StartAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), _time.GetUtcNow() + InMemoryStore.Reserve);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("There was too little time left: the last 00:00:03 before the deadline"));
        Assert.That(Store(harness).Values, Is.Empty);
    }

    private Task<RotationHarness> StartAsync() =>
        RotationHarness.StartAsync(time: _time, before: services => services.AddConcourseCredentialRotation().UseSecretWriter<InMemoryStore>());

    private static InMemoryStore Store(RotationHarness harness) => (InMemoryStore)harness.Writer;

    private sealed class InMemoryStore(TimeProvider time) : ISecretWriter
    {
        public static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);

        private DateTimeOffset _writtenAt;

        public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        public RotationError? ReadError { get; set; }

        public TimeSpan CommitReserve => Reserve;

        public string? ValidateName(string name) => name.Contains("very-long", StringComparison.Ordinal) ? "is longer than 40 characters" : null;

        public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken) => Task.FromResult(
            ReadError is { } error ? SecretSetState.Unreadable(error)
            : secrets.All(secret => Values.ContainsKey(secret.Name)) ? SecretSetState.Complete(_writtenAt)
            : SecretSetState.Missing);

        public Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
        {
            foreach (var secret in request.Secrets)
            {
                Values[secret.Name] = request.Session.GetValue(secret.Content);
            }

            _writtenAt = time.GetUtcNow();
            return Task.FromResult(SecretWriteResult.Written);
        }
    }
}
