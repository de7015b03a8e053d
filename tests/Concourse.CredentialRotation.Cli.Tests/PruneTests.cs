using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Which secrets <c>prune</c> finds, and which it deletes.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class PruneTests : CliFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Prune_RemovedAccountAndEarlierLayout_AreShown(int width)
    {
        var file = await WithUnneededSecretsAsync();
        Cli.Width = width;

        var result = await Cli.RunAsync("prune", file);

        Snapshot.Check($"prune-{width}", result.Output);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(Deleted, Is.Empty);
    }

    [Test]
    public async Task Prune_Yes_SchedulesThemForDeletion()
    {
        var result = await Cli.RunAsync("prune", await WithUnneededSecretsAsync(), "--yes", "-o", "json");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Deleted, Is.EquivalentTo(new[] { "/concourse/example-team/removed-access-key", "/concourse/example-team/removed-secret-key", "/concourse/example-team/removed-session-token" }));
        Assert.That($"{result.Json["secrets"]![3]!["deletionDate"]}", Is.EqualTo("2026-12-26T05:04:05Z"));
    }

    [Test]
    public async Task Prune_CanceledBetweenTwoDeletions_ShowsWhatWasDeleted()
    {
        var file = await WithUnneededSecretsAsync();
        using var canceled = new CancellationTokenSource();
        Cli.Aws.On("DeleteSecret", "/concourse/example-team/removed-secret-key").Do(canceled.Cancel);
        Cli.Cancellation = canceled.Token;

        var result = await Cli.RunAsync("prune", file, "--yes", "-o", "json");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(
            result.Json["secrets"]!.AsArray().Where(secret => $"{secret!["name"]}".Contains("removed", StringComparison.Ordinal)).Select(secret => $"{secret!["action"]}"),
            Is.EqualTo(new[] { "scheduled", "failed", "wouldDelete" }));
    }

    // The list of secrets can be minutes late.
    [TestCase(false, "It is already scheduled for deletion.")]
    [TestCase(true, "Something else has deleted it.")]
    public async Task Prune_SecretThatIsGoneSinceItWasListed_IsKeptAndSaysWhy(bool isForGood, string reason)
    {
        var file = await WithUnneededSecretsAsync();
        const string Name = "/concourse/example-team/removed-access-key";
        Cli.Aws.On("DescribeSecret", Name).Do(isForGood ? () => Cli.Aws.Secrets.Remove(Name) : () => Cli.Aws.Secrets.ScheduleDeletion(Name));

        var result = await Cli.RunAsync("prune", file, "--yes", "-o", "json");

        Assert.That(
            result.Json["secrets"]!.AsArray().Where(secret => $"{secret!["name"]}" == Name).Select(secret => $"{secret!["action"]}: {secret["reason"]}"),
            Is.EqualTo(new[] { $"keep: {reason}" }));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Prune_SecretsOfAnotherTeam_AreOnlyFoundWithAllTeams()
    {
        await Cli.RunAsync("rotate", Cli.WriteTeam("retired", "lab"));
        Cli.Time.Advance(TimeSpan.FromHours(2));
        var file = await Cli.RotatedAsync("lab");

        var own = await Cli.RunAsync("prune", file, "--yes");
        var all = await Cli.RunAsync("prune", file, "--yes", "--all-teams");

        Assert.That(own.Output, Is.EqualTo("Every secret of these teams is needed.\n"));
        Assert.That(all.Output, Does.Contain("3 secrets scheduled for deletion"));
        Assert.That(Deleted, Is.All.StartsWith("/concourse/retired/"));
    }

    [Test]
    public async Task Prune_SecretsThatWereRotatedRecently_AreKept()
    {
        await Cli.RotatedAsync("lab", "removed");

        var result = await Cli.RunAsync("prune", Cli.WriteTeam(CliHarness.Team, "lab"), "--yes");

        Assert.That(result.Output, Does.Contain("It was rotated less than an hour ago, so something may still rotate it"));
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(Deleted, Is.Empty);
    }

    [Test]
    public async Task Prune_SecretsOfAnotherToolOrAnotherPath_AreLeftAlone()
    {
        foreach (var name in new[] { "/concourse/example-team/slack-token", "/concourse/example-team/pipeline/removed-access-key", "/other/example-team/removed-access-key" })
        {
            Cli.Aws.Secrets.Write(name, "11111111-2222-4333-8444-555555555555", "value");
        }

        Cli.Aws.Secrets.Write("/concourse/example-team/pipeline/x-access-key", RotationId.Create(Cli.Time.GetUtcNow().AddDays(-1)).ToString(), "value");

        var result = await Cli.RunAsync("prune", Cli.WriteTeam(CliHarness.Team, "lab"), "--yes", "--all-teams");

        Assert.That(result.Output, Is.EqualTo("Every secret of these teams is needed.\n"));
        Assert.That(Deleted, Is.Empty);
    }

    // The list is eventually consistent, and a rotation may come in between.
    [Test]
    public async Task Prune_SecretThatIsWrittenMeanwhile_IsKept()
    {
        var file = await WithUnneededSecretsAsync();
        const string name = "/concourse/example-team/removed-access-key";
        Cli.Aws.On("DescribeSecret", name).Do(() => Cli.Aws.Secrets.Write(name, RotationId.Create(Cli.Time.GetUtcNow()).ToString(), "new"));

        var result = await Cli.RunAsync("prune", file, "--yes");

        Assert.That(result.Output, Does.Contain("It was written just now."));
        Assert.That(Deleted.ToList(), Has.Count.EqualTo(2));
        Assert.That(Deleted, Has.No.Member(name));
    }

    [Test]
    public async Task Prune_MoreSecretsThanFitOnAPage_FindsAll()
    {
        var id = RotationId.Create(Cli.Time.GetUtcNow().AddDays(-1)).ToString();
        for (var i = 0; i < 250; i++)
        {
            Cli.Aws.Secrets.Write($"/concourse/example-team/removed{i}-access-key", id, "value");
        }

        var result = await Cli.RunAsync("prune", Cli.WriteTeam(CliHarness.Team, "lab"), "-o", "json");

        Assert.That(result.Json["secrets"]!.AsArray(), Has.Count.EqualTo(250));
    }

    [Test]
    public async Task Prune_DeletionThatIsDenied_IsAnErrorWithItsRemedy()
    {
        var file = await WithUnneededSecretsAsync();
        Cli.Aws.On("DeleteSecret").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("prune", file, "--yes");

        Assert.That(result.Output.ReplaceLineEndings(" "), Does.Contain("must allow secretsmanager:DeleteSecret"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    private IEnumerable<string> Deleted => Cli.Aws.Secrets.Names.Where(Cli.Aws.Secrets.IsScheduledForDeletion);

    /// <summary>An account was removed two hours ago, and another has been in the combined layout for half an hour.</summary>
    private async Task<string> WithUnneededSecretsAsync()
    {
        await Cli.RotatedAsync("removed");
        Cli.Time.Advance(TimeSpan.FromMinutes(90));
        await Cli.RotatedAsync("divx-lab");
        var file = Cli.WriteFile("example-team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("divx-lab", ""","layout":"combined" """)));
        await Cli.RunAsync("rotate", file);
        Cli.Time.Advance(TimeSpan.FromMinutes(30));
        return file;
    }
}
