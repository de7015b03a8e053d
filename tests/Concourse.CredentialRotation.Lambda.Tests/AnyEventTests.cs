using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.Tests.Shared;
using CsCheck;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>Whatever the event is, the process responds and continues.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class AnyEventTests
{
    private static readonly int Events = Extent.IsFull ? 300 : 40;

    [TestCase("bytes")]
    [TestCase("json")]
    [TestCase("team")]
    [Category(Extent.Reliability)]
    public async Task Invoke_AnyEvent_GetsAResponseAndAnInvalidOneCallsNothing(string kind)
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__SecretsManager__MaxWritesPerSecond", "1000"));
        harness.Aws.Policy = null; // The events name roles that the module's policy does not allow.
        var (refused, rotated) = (0, 0);
        var progress = new ProgressLines($"any {kind}", every: 50, Events);
        var events = kind switch { "bytes" => AnyEvent.Bytes, "json" => AnyEvent.Json, _ => AnyEvent.Team };

        await events.SampleAsync(
            async json =>
            {
                progress.Count();
                harness.Aws.ForgetCalls();
                var result = await harness.InvokeAsync(json);
                if (JsonNode.Parse(result.Json)!["errorType"]?.GetValue<string>() is "InvalidTeamException")
                {
                    refused++;
                    return harness.Aws.Calls.Count == 0;
                }

                rotated++;
                var own = $"/concourse/{JsonNode.Parse(json)!["name"]!.GetValue<string>()}/";
                return !result.IsError && harness.Aws.Calls.Where(call => !call.IsSts).All(call => call.Resource.StartsWith(own, StringComparison.Ordinal));
            },
            iter: Events,
            threads: 1);

        TestContext.Out.WriteLine($"{refused} rejected, {rotated} rotated");
        Assert.That(refused, Is.Positive);
        Assert.That(rotated, kind is "team" ? Is.Positive : Is.Not.Negative);
        Assert.That((await harness.InvokeAsync(FunctionHarness.Event("team", "lab"))).IsError, Is.False);
    }

    [Test]
    public async Task Invoke_DeepOrHugeEvent_IsRefused()
    {
        await using var harness = await FunctionHarness.StartAsync();

        var deep = await harness.InvokeAsync(new string('[', 1_000_000));
        var huge = await harness.InvokeAsync(Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 5_000_000)}}","accounts":[]}"""));

        Assert.That(new[] { deep, huge }.Select(result => JsonNode.Parse(result.Json)!["errorType"]!.GetValue<string>()), Is.All.EqualTo("InvalidTeamException"));
        Assert.That(huge.Json, Has.Length.LessThan(2_000));
    }
}
