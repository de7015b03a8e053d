using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace PipelineSecrets;

public sealed class PipelinePathsTests
{
    /// <summary>
    /// How Concourse is configured. With its default templates, <c>((release/divx-lab-access-key))</c> would read the secret of the pipeline "release" from
    /// any pipeline of the team.
    /// </summary>
    private static readonly SecretPathCheckOptions Concourse = new()
    {
        PipelineTemplate = "/concourse/{{.Team}}/{{.Pipeline}}/{{.Secret}}",
        TeamTemplate = "/concourse/{{.Team}}/@team/{{.Secret}}",
        SharedTemplate = "/concourse-shared/{{.Secret}}",
        PathPrefix = "/concourse/",
        Teams = ["example-team"],
        Accounts = ["divx-lab", "release@divx-lab", "nightly@divx-lab", "@divx-lab", "divx-lab@"],
        GetPipeline = context => PipelinePaths.GetPipeline(context.Account),
    };

    [TestCase("release@divx-lab", SecretContent.AccessKeyId, "/concourse/example-team/release/divx-lab-access-key")]
    [TestCase("release@divx-lab", SecretContent.Credentials, "/concourse/example-team/release/divx-lab")]
    [TestCase("divx-lab", SecretContent.SessionToken, "/concourse/example-team/@team/divx-lab-session-token")]
    public void GetPath_AccountOfAPipelineOrOfTheTeam_IsInItsFolder(string account, SecretContent content, string expected) =>
        Assert.That(new PipelinePaths().GetPath(new() { Team = "example-team", Account = account, Content = content }), Is.EqualTo(expected));

    [Test]
    public void GetPath_AnyAccount_IsReadableOnlyByItsPipeline() => Assert.That(SecretPathCheck.Run(new PipelinePaths(), Concourse), Is.Empty);

    [Test]
    public void GetPath_WithConcoursesDefaultTeamTemplate_IsReadableByOtherPipelines() =>
        Assert.That(
            SecretPathCheck.Run(new PipelinePaths(), Concourse with { TeamTemplate = "/concourse/{{.Team}}/{{.Secret}}" }).Select(finding => finding.Rule),
            Does.Contain(SecretPathRule.UnreachableByOtherPipelines));

    [Test]
    public void Host_WithThisConvention_AcceptsTheTeam()
    {
        var services = new ServiceCollection();
        services.AddConcourseCredentialRotation().UsePathStrategy<PipelinePaths>().UseSecretWriter(new InMemorySecretWriter());
        using var provider = services.BuildServiceProvider();

        var result = provider.GetRequiredService<TeamReader>().Read(
            """
            { "name": "example-team", "accounts": [
              { "name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/concourse-ci-example-team" },
              { "name": "release@divx-lab", "roleArn": "arn:aws:iam::123456789999:role/concourse-ci-example-team-release" } ] }
            """u8.ToArray());

        Assert.That(result.Errors, Is.Empty);
    }
}
