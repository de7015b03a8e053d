using System.Text.Json.Nodes;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The alias of the invocation says which team is calling, not the event alone.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class TeamAliasTests
{
    [TestCase("blue", null, "without an alias")]
    [TestCase("blue", "red", "through 'red'")]
    [TestCase("blue", "$LATEST", "through '$LATEST'")]
    public async Task Invoke_NotByTheTeamsAlias_IsUnauthorizedAndCallsNothing(string team, string? alias, string reason)
    {
        await using var harness = await FunctionHarness.StartAsync(("REQUIRE_TEAM_ALIAS", "true"));
        harness.Runtime.Alias = alias;

        var result = await harness.InvokeAsync(FunctionHarness.Event(team, "lab"));

        Assert.That(result.IsError, Is.True);
        var error = JsonNode.Parse(result.Json)!;
        Assert.That((string?)error["errorType"], Is.EqualTo("UnauthorizedInvocationException"));
        Assert.That((string?)error["errorMessage"], Does.StartWith($"Team '{team}' may only be rotated through its alias ").And.Contains(reason));
        Assert.That(harness.Function.Log, Has.One.Contains("\"eventName\":\"invocationUnauthorized\"").And.One.Contains($"\"team\":\"{team}\""));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [TestCase("blue", "blue")]
    [TestCase("blue@example.com", "blue_example_com-96c2a175805e43dc")]
    [TestCase("blue-0123456789abcdef", "blue-0123456789abcdef-bb02f5c4a6c00cbf", Description = "looks like another's")]
    [TestCase("2026", "2026-158a323a7ba44870")]
    public async Task Invoke_ByTheTeamsAlias_Rotates(string team, string alias)
    {
        await using var harness = await FunctionHarness.StartAsync(("REQUIRE_TEAM_ALIAS", "true"));
        harness.Runtime.Alias = alias;

        var result = await harness.InvokeAsync(FunctionHarness.Event(team, "lab"));

        Assert.That(result.IsError, Is.False, result.Json);
    }

    [Test]
    public async Task Invoke_AliasNotRequired_IsIgnored()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Runtime.Alias = "live";

        Assert.That((await harness.InvokeAsync(FunctionHarness.Event("blue", "lab"))).IsError, Is.False);
    }

    [Test]
    public async Task Start_RequirementThatIsNeitherTrueNorFalse_IsAnInitError()
    {
        await using var harness = await FunctionHarness.StartAsync(("REQUIRE_TEAM_ALIAS", "yes"));

        var error = (await harness.InitErrorAsync())["errorMessage"]!.GetValue<string>();

        Assert.That(error, Is.EqualTo("The settings are invalid: REQUIRE_TEAM_ALIAS: must be true or false, but was 'yes'."));
    }
}
