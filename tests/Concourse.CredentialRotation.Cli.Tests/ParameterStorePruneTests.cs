using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Which parameters <c>prune</c> finds, and which it deletes.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ParameterStorePruneTests : ParameterStoreFixture
{
    private const string Removed = "/concourse/example-team/removed-access-key";

    [TestCase(80)]
    [TestCase(160)]
    public async Task Prune_RemovedAccountAndEarlierLayout_AreShown(int width)
    {
        var file = await WithUnneededParametersAsync();
        Cli.Width = width;
        Cli.Aws.ForgetCalls();

        var result = await Cli.RunAsync("prune", file);

        Snapshot.Check($"parameter-store-prune-{width}", result.Output);
        Assert.That(Operations, Is.EqualTo(new[] { "DescribeParameters" }));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [TestCase(80)]
    [TestCase(160)]
    public async Task Prune_Yes_DeletesThemForGood(int width)
    {
        var file = await WithUnneededParametersAsync();
        Cli.Width = width;

        var result = await Cli.RunAsync("prune", file, "--yes");

        Snapshot.Check($"parameter-store-prune-yes-{width}", result.Output);
        Assert.That(Cli.Aws.Parameters.Names, Is.EquivalentTo(Fleet.Secrets("divx-lab").Append($"{Fleet.Prefix}divx-lab")));
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    [Test]
    public async Task Prune_YesAsJson_HasTheActions()
    {
        var result = await Cli.RunAsync("prune", await WithUnneededParametersAsync(), "--yes", "-o", "json");

        Assert.That(result.Json["secrets"]!.AsArray().Select(secret => $"{secret!["action"]}"), Is.EqualTo(new[] { "keep", "keep", "keep", "deleted", "deleted", "deleted" }));
    }

    [Test]
    public async Task Prune_RecoveryWindow_IsAnError()
    {
        var result = await Cli.RunAsync("prune", await WithUnneededParametersAsync(), "--yes", "--recovery-window", "30");

        Assert.That(result.Error, Is.EqualTo("error: --recovery-window is for Secrets Manager. Parameter Store has no recovery window: a deleted parameter cannot be restored.\n"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(Cli.Aws.Parameters.Names, Has.Member(Removed));
    }

    [Test]
    public async Task Prune_ParametersOfAnotherTeam_AreOnlyFoundWithAllTeams()
    {
        await Cli.RunAsync("rotate", Cli.WriteTeam("retired", "lab"));
        Cli.Time.Advance(TimeSpan.FromHours(2));
        var file = await Cli.RotatedAsync("lab");

        var own = await Cli.RunAsync("prune", file, "--yes");
        var all = await Cli.RunAsync("prune", file, "--yes", "--all-teams");

        Assert.That(own.Output, Is.EqualTo("Every parameter of these teams is needed.\n"));
        Assert.That(all.Output, Does.Contain("3 parameters deleted"));
        Assert.That(Cli.Aws.Parameters.Names, Is.EquivalentTo(Fleet.Secrets("lab")));
    }

    [Test]
    public async Task Prune_ParametersOfAnotherToolOrAnotherPath_AreLeftAlone()
    {
        string[] names = ["/concourse/example-team/slack-token", "/concourse/example-team/pipeline/removed-access-key", "/other/example-team/removed-access-key"];
        foreach (var name in names)
        {
            Cli.Aws.Parameters.Write(name, "value");
        }

        var result = await Cli.RunAsync("prune", Cli.WriteTeam(CliHarness.Team, "lab"), "--yes", "--all-teams");

        Assert.That(result.Output, Is.EqualTo("Every parameter of these teams is needed.\n"));
        Assert.That(Cli.Aws.Parameters.Names, Is.EquivalentTo(names));
    }

    // What is deleted cannot be restored, so a value that somebody has written by hand is kept.
    [Test]
    public async Task Prune_ParameterThatAnotherToolOverwrote_IsKept()
    {
        var file = await WithUnneededParametersAsync();
        Cli.Aws.Parameters.Write(Removed, "written by hand");

        var result = await Cli.RunAsync("prune", file, "--yes");

        Assert.That(result.Output, Does.Contain("Something other than a rotation wrote its current value."));
        Assert.That(Cli.Aws.Parameters.Read(Removed), Is.EqualTo("written by hand"));
    }

    [Test]
    public async Task Prune_ParameterThatIsWrittenMeanwhile_IsKept()
    {
        var file = await WithUnneededParametersAsync();
        Cli.Aws.On("DescribeParameters", Removed).Do(() => Cli.Aws.Parameters.Write(Removed, "new"));

        var result = await Cli.RunAsync("prune", file, "--yes");

        Assert.That(result.Output, Does.Contain("It was written just now."));
        Assert.That(Cli.Aws.Parameters.Read(Removed), Is.EqualTo("new"));
    }

    [Test]
    public async Task Prune_ParameterThatIsDeletedMeanwhile_IsNoError()
    {
        var file = await WithUnneededParametersAsync();
        Cli.Aws.On("DeleteParameter", Removed).Do(() => Cli.Aws.Parameters.Remove(Removed));

        var result = await Cli.RunAsync("prune", file, "--yes");

        Assert.That(result.Output, Does.Contain("3 parameters deleted"));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Prune_MoreParametersThanFitOnAPage_FindsAll()
    {
        Cli.Aws.Parameters.PageSize = 2;
        Cli.Aws.Parameters.EmptyPages = 1;

        var result = await Cli.RunAsync("prune", await WithUnneededParametersAsync(), "-o", "json");

        Assert.That(result.Json["secrets"]!.AsArray(), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Prune_DeletionThatIsDenied_IsAnErrorWithItsRemedy()
    {
        var file = await WithUnneededParametersAsync();
        Cli.Aws.On("DeleteParameter").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("prune", file, "--yes");

        Assert.That(result.Output.ReplaceLineEndings(" "), Does.Contain($"must allow ssm:DeleteParameter on {Removed}"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    /// <summary>An account was removed two hours ago, and another has been in the combined layout for half an hour.</summary>
    private async Task<string> WithUnneededParametersAsync()
    {
        await Cli.RotatedAsync("removed");
        Cli.Time.Advance(TimeSpan.FromMinutes(90));
        await Cli.RotatedAsync("divx-lab");
        var file = await RotatedAsync("divx-lab", "combined");
        Cli.Time.Advance(TimeSpan.FromMinutes(30));
        return file;
    }
}
