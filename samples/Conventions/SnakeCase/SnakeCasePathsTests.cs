using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;
using NUnit.Framework;

namespace SnakeCase;

public sealed class SnakeCasePathsTests
{
    [TestCase("divx-lab", SecretContent.AccessKeyId, "/concourse/example-team/divx_lab_access_key")]
    [TestCase("divx-lab", SecretContent.Credentials, "/concourse/example-team/divx_lab")]
    [TestCase("divx_lab", SecretContent.SecretAccessKey, "/concourse/example-team/divx-lab_secret_key")]
    public void GetPath_AnyAccount_IsInSnakeCase(string account, SecretContent content, string expected) =>
        Assert.That(new SnakeCasePaths().GetPath(new() { Team = "example-team", Account = account, Content = content }), Is.EqualTo(expected));

    [Test]
    public void GetPath_AnyTeamAndAccount_IsSafe() =>
        Assert.That(
            SecretPathCheck.Run(new SnakeCasePaths(), new() { PathPrefix = "/concourse/", SharedTemplate = "/concourse-shared/{{.Secret}}" }),
            Is.Empty);

    /// <summary>What a plain replacement of hyphens would do: two accounts would share their secrets.</summary>
    [Test]
    public void GetPath_AccountsThatDifferInPunctuation_AreDistinct()
    {
        string[] accounts = ["app-db", "app_db", "app.db", "app--db", "app-_db"];

        Assert.That(
            accounts.Select(account => new SnakeCasePaths().GetPath(new() { Team = "example-team", Account = account, Content = SecretContent.Credentials })),
            Is.Unique);
    }
}
