using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>Two rotations of one account at the same time.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ConcurrentRotationTests
{
    /// <summary>For each parameter, whether the first rotation writes it before the second.</summary>
    private static IEnumerable<TestCaseData> Orders =>
        from exists in new[] { false, true }
        from order in Enumerable.Range(0, 8)
        select new TestCaseData(exists, order).SetName($"Rotate_TwoAtOnce_{(exists ? "existing" : "missing")}_{Convert.ToString(order, 2).PadLeft(3, '0')}");

    // Both send their first three writes before any of them is carried out. Each order in which a parameter can get its two values is tried.
    [TestCaseSource(nameof(Orders))]
    public async Task Rotate_TwoAtOnceInAnyOrderOfTheirWrites_EndCompleteOnOneThatWasRotated(bool exists, int order)
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        if (exists)
        {
            await harness.RotateAsync<RotatedOutcome>();
        }

        var isFirst = new Dictionary<string, bool>(StringComparer.Ordinal);
        var versions = harness.Names.ToDictionary(name => name, harness.Parameters.Version, StringComparer.Ordinal);
        var waiting = 0;
        var all = new TaskCompletionSource();
        harness.Aws.Intercept = async (call, _) =>
        {
            if (call.Operation is not "PutParameter" || all.Task.IsCompleted)
            {
                return null;
            }

            bool goesFirst;
            lock (isFirst)
            {
                // The first rotation is the one whose write arrives first.
                var rotation = RotationMark.Find(call.VersionId)!.Value.RotationId.ToString();
                isFirst.TryAdd(rotation, isFirst.Count == 0);
                goesFirst = isFirst[rotation] == ((order >> harness.Names.ToList().IndexOf(call.Resource)) % 2 == 0);
            }

            if (Interlocked.Increment(ref waiting) == 6)
            {
                all.SetResult();
            }

            await all.Task;
            while (!goesFirst && harness.Parameters.Version(call.Resource) == versions[call.Resource])
            {
                await Task.Yield();
            }

            return null;
        };

        var outcomes = await Task.WhenAll(harness.RotateAsync(), harness.RotateAsync(harness.CreateRotator()));

        AssertComplete(harness, outcomes);
    }

    // The second rotation begins when the first one has just sent a request, and runs to its end before that request is carried out.
    [Test]
    public async Task Rotate_AnotherOneRunsDuringAnyRequest_EndCompleteOnOneThatWasRotated(
        [Values("DescribeParameters", "GetParameters", "PutParameter")] string operation, [Values(1, 2, 3)] int number, [Values] SecretLayout layout)
    {
        await using var harness = await StartAsync(layout);
        await harness.RotateAsync<RotatedOutcome>();
        var second = harness.CreateRotator();
        AccountOutcome? other = null;
        var calls = 0;
        harness.Aws.On(call => call.Operation == operation && Interlocked.Increment(ref calls) == number).Do(async () => other = await harness.RotateAsync(second));

        var outcome = await harness.RotateAsync();

        AssertComplete(harness, other is null ? [outcome] : [outcome, other]);
    }

    [Test]
    public async Task Rotate_ManyAtOnceInRandomOrder_EndCompleteOnOneThatWasRotated([Range(1, 20)] int seed)
    {
        await using var harness = await StartAsync(seed % 3 == 0 ? SecretLayout.Both : SecretLayout.Separate);
        var random = new Random(seed);
        harness.Aws.Intercept = async (_, _) =>
        {
            int yields;
            lock (random)
            {
                yields = random.Next(40);
            }

            for (var i = 0; i < yields; i++)
            {
                await Task.Yield();
            }

            return null;
        };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => harness.RotateAsync(harness.CreateRotator())));

        AssertComplete(harness, outcomes);
    }

    // A parameter that is written once more by something else than a rotation is written again.
    [Test]
    public async Task Rotate_AnotherToolWritesDuringTheRotation_IsOverwritten([Values] SecretLayout layout)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(layout);
        await harness.RotateAsync<RotatedOutcome>();
        harness.Aws.On("PutParameter").First(1).Do(() => harness.Parameters.Write(harness.Names[0], "of another tool"));

        AssertComplete(harness, [await harness.RotateAsync<RotatedOutcome>()]);
    }

    [Test]
    public async Task Rotate_ResponseIsLostAndDescriptionsLag_DecidesByThePresentOne()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        await harness.RotateAsync<RotatedOutcome>();
        Action? unfreeze = null;
        harness.Aws.On("PutParameter").First(1).Do(() => unfreeze = harness.Parameters.FreezeDescriptions());
        harness.Aws.On("PutParameter").Nth(2).Respond(Fault.LostResponse);
        harness.Aws.On("DescribeParameters").Nth(4).Do(() => unfreeze!());

        AssertComplete(harness, [await harness.RotateAsync<RotatedOutcome>()]);
    }

    // Without any delay, rotations that have met once would meet again and again.
    private static Task<ParameterStoreHarness> StartAsync(SecretLayout layout) =>
        ParameterStoreHarness.StartAsync(layout, timings: timings => timings with { RetryDelay = TimeSpan.FromMilliseconds(20) });

    private static void AssertComplete(ParameterStoreHarness harness, IReadOnlyList<AccountOutcome> outcomes)
    {
        var owner = outcomes.OfType<RotatedOutcome>().SingleOrDefault(rotated => rotated.RotationId.ToString() == harness.MarkedBy);
        Assert.That(outcomes.Select(outcome => outcome.Kind), Is.All.EqualTo(AccountOutcomeKind.Rotated).Or.EqualTo(AccountOutcomeKind.Superseded), string.Join('\n', outcomes));
        Assert.That(owner, Is.Not.Null, "the set is complete and marked by a rotation that says so");
        Assert.That(harness.Session?.AccessKeyId, Is.EqualTo(owner!.AccessKeyId));
    }
}
