namespace Concourse.CredentialRotation.Tests.Paths;

public sealed class TemplateSecretPathStrategyTests
{
    [TestCase(CredentialPart.AccessKey, "/concourse/example-team/divx-lab-access-key")]
    [TestCase(CredentialPart.SecretKey, "/concourse/example-team/divx-lab-secret-key")]
    [TestCase(CredentialPart.SessionToken, "/concourse/example-team/divx-lab-session-token")]
    public void GetPath_DefaultTemplate_IsWhereConcourseLooks(CredentialPart part, string path) =>
        Assert.That(new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate).GetPath("example-team", "divx-lab", part), Is.EqualTo(path));

    [TestCase("/ci/{{ .Team }}/aws/{{.Account}}", "/ci/t/aws/a-access-key")]
    [TestCase("{{.Team}}/{{.Account}}.v1", "t/a.v1-access-key")]
    [TestCase("/{{.Account}}/{{.Team}}/{{.Account}}", "/a/t/a-access-key")]
    public void GetPath_OtherTemplates_AreFilled(string template, string path) =>
        Assert.That(new TemplateSecretPathStrategy(template).GetPath("t", "a", CredentialPart.AccessKey), Is.EqualTo(path));

    [Test]
    public void GetPath_NameThatLooksLikeAPlaceholder_IsNotFilledAgain() =>
        Assert.That(new TemplateSecretPathStrategy("/{{.Team}}/{{.Account}}").GetPath("{{.Account}}", "a", CredentialPart.AccessKey), Is.EqualTo("/{{.Account}}/a-access-key"));

    [TestCase("", "is empty")]
    [TestCase("/concourse/{{.Team}}/{{.Pipeline}}/{{.Account}}", "has the unknown placeholder '{{.Pipeline}}'")]
    [TestCase("/concourse/{{.team}}/{{.Account}}", "has the unknown placeholder '{{.team}}'")]
    [TestCase("/concourse/{{.Account}}", "must have {{.Team}} as a path segment of its own")]
    [TestCase("/concourse/{{.Team}}-{{.Account}}", "must have {{.Team}} as a path segment of its own")]
    [TestCase("/concourse/{{.Team}}/aws", "must have {{.Account}}")]
    [TestCase("/con course/{{.Team}}/{{.Account}}", "makes a secret name which has a character other than")]
    [TestCase("/concourse/{{.Team}}/{{.Account}}}}", "makes a secret name which has a character other than")]
    public void Constructor_WrongTemplate_ThrowsWithTheReason(string template, string problem) =>
        Assert.That(() => new TemplateSecretPathStrategy(template), Throws.ArgumentException.With.Message.Contains(problem));

    [TestCase("x", null)]
    [TestCase("/a_b+c=d.e@f-g", null)]
    [TestCase("", "is empty")]
    [TestCase(null, "is empty")]
    [TestCase("a b", "has a character other than")]
    [TestCase("é", "has a character other than")]
    [TestCase("name-Ab1Cd2", "ends in a hyphen and six characters")]
    [TestCase("name-Ab1Cd", null)]
    [TestCase("name-Ab1Cd23", null)]
    public void SecretNameProblem_AnyName_IsWhatSecretsManagerRefuses(string? name, string? problem) =>
        Assert.That(SecretName.Problem(name), problem is null ? Is.Null : Does.StartWith(problem));

    [Test]
    public void SecretNameProblem_512Characters_IsTheLongest()
    {
        Assert.That(SecretName.Problem(new string('n', 512)), Is.Null);
        Assert.That(SecretName.Problem(new string('n', 513)), Does.StartWith("has 513 characters"));
    }
}
