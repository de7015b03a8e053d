using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;
using NUnit.Framework;

namespace FlatPrefix;

public sealed class FlatPathsTests
{
    /// <summary>How Concourse is configured for the environment.</summary>
    private static readonly SecretPathCheckOptions Concourse = new()
    {
        PipelineTemplate = "/concourse-prod/{{.Team}}+{{.Pipeline}}+{{.Secret}}",
        TeamTemplate = "/concourse-prod/{{.Team}}+{{.Secret}}",
        SharedTemplate = "/concourse-prod-shared/{{.Secret}}",
        PathPrefix = "/concourse-prod/",
    };

    [TestCase("prod", SecretContent.AccessKeyId, "/concourse-prod/example-team+divx-lab-access-key")]
    [TestCase("dev", SecretContent.Credentials, "/concourse-dev/example-team+divx-lab")]
    public void GetPath_AnyEnvironment_IsDirectlyBelowItsPrefix(string environment, SecretContent content, string expected) =>
        Assert.That(new FlatPaths(environment).GetPath(new() { Team = "example-team", Account = "divx-lab", Content = content }), Is.EqualTo(expected));

    [Test]
    public void GetPath_AnyTeamAndAccount_IsSafe() => Assert.That(SecretPathCheck.Run(new FlatPaths("prod"), Concourse), Is.Empty);

    [Test]
    public void GetPath_OfAnotherEnvironment_IsOutsideOfThePrefix() =>
        Assert.That(
            SecretPathCheck.Run(new FlatPaths("dev"), Concourse).Select(finding => finding.Rule),
            Is.EquivalentTo(new[] { SecretPathRule.WithinPrefix, SecretPathRule.ReadableByTeam }));
}
