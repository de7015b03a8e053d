using System.Globalization;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The function's log, as CloudWatch gets it.</summary>
public sealed class LoggingTests
{
    [Test]
    public async Task Log_ByDefault_IsOneLineOfJsonAnEvent()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "denied"));

        var lines = await harness.LogLinesAsync();
        Assert.That(lines.Select(line => line["requestId"]!.GetValue<string>()), Is.All.EqualTo(result.RequestId));
        Assert.That(lines.Select(line => line["team"]!.GetValue<string>()), Is.All.EqualTo("team"));
        Assert.That(
            lines.Where(line => line["outcome"] is not null).Select(line => (string?)line["account"] + " " + line["outcome"] + " " + line["level"]),
            Is.EquivalentTo(new[] { "lab rotated INFO", "denied failed ERROR" }));
        Assert.That(
            lines.Select(line => DateTimeOffset.TryParseExact((string?)line["timestamp"], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)),
            Is.All.True);
    }

    /// <summary>The Terraform module's metric filter: { ($.eventId = 101) &amp;&amp; ($.failed = "0") }, with $.team as the dimension.</summary>
    [TestCase("lab", 1)]
    [TestCase("denied", 0)]
    public async Task Log_Rotation_IsCountedByTheMetricFilterWhenNoAccountFailed(string account, int expected)
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        await harness.InvokeAsync(FunctionHarness.Event("team", account));

        var counted = (await harness.LogLinesAsync()).Where(line => line["eventId"]!.GetValue<int>() == 101 && (string?)line["failed"] == "0");
        Assert.That(counted.Select(line => (string?)line["team"]), Is.EqualTo(Enumerable.Repeat("team", expected)));
    }

    [TestCase("Text")]
    [TestCase("text")]
    public async Task Log_TextFormat_IsText(string format)
    {
        await using var harness = await FunctionHarness.StartAsync(("AWS_LAMBDA_LOG_FORMAT", format));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That((await harness.LogAsync())[0], Does.Match($@"^\d{{4}}-\d\d-\d\dT[\d:.]+Z\t{result.RequestId}\tINFO\tAccount lab of team team: rotated"));
    }

    [TestCase("WARN", 0)]
    [TestCase("warn", 0)]
    [TestCase("INFO", 2)]
    [TestCase(null, 2)]
    public async Task Log_Level_IsHonoured(string? level, int lines)
    {
        await using var harness = await FunctionHarness.StartAsync(level is null ? [] : [("AWS_LAMBDA_LOG_LEVEL", level)]);

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(await harness.LogAsync(), Has.Count.EqualTo(lines));
    }

    [Test]
    public async Task Log_NameThatTriesToForgeALine_StaysInItsLine()
    {
        await using var harness = await FunctionHarness.StartAsync();

        await harness.InvokeAsync(new JsonObject { ["name"] = "x\n{\"eventId\":1,\"level\":\"FATAL\"}", ["accounts"] = new JsonArray() }.ToJsonString());

        Assert.That((await harness.LogLinesAsync()).Select(line => (string?)line["level"]), Is.EqualTo(new[] { "ERROR" }));
    }
}
