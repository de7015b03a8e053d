namespace Concourse.CredentialRotation.Tests.Paths;

public sealed class TemplateSecretPathStrategyTests
{
    [TestCase(SecretContent.AccessKeyId, "/concourse/example-team/divx-lab-access-key")]
    [TestCase(SecretContent.SecretAccessKey, "/concourse/example-team/divx-lab-secret-key")]
    [TestCase(SecretContent.SessionToken, "/concourse/example-team/divx-lab-session-token")]
    [TestCase(SecretContent.Credentials, "/concourse/example-team/divx-lab")]
    public void GetPath_DefaultTemplate_IsWhereConcourseLooks(SecretContent part, string path) =>
        Assert.That(new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate).GetPath(new() { Team = "example-team", Account = "divx-lab", Content = part }), Is.EqualTo(path));

    [TestCase("/ci/{{ .Team }}/aws/{{.Account}}", "/ci/t/aws/a-access-key")]
    [TestCase("{{.Team}}/{{.Account}}.v1", "t/a.v1-access-key")]
    [TestCase("/{{.Account}}/{{.Team}}/{{.Account}}", "/a/t/a-access-key")]
    public void GetPath_OtherTemplates_AreFilled(string template, string path) =>
        Assert.That(new TemplateSecretPathStrategy(template).GetPath(new() { Team = "t", Account = "a", Content = SecretContent.AccessKeyId }), Is.EqualTo(path));

    [Test]
    public void GetPath_NameThatLooksLikeAPlaceholder_IsNotFilledAgain() =>
        Assert.That(new TemplateSecretPathStrategy("/{{.Team}}/{{.Account}}").GetPath(new() { Team = "{{.Account}}", Account = "a", Content = SecretContent.AccessKeyId }), Is.EqualTo("/{{.Account}}/a-access-key"));

    [TestCase("", "is empty")]
    [TestCase("/concourse/{{.Team}}/{{.Pipeline}}/{{.Account}}", "has the unknown placeholder '{{.Pipeline}}'")]
    [TestCase("/concourse/{{.team}}/{{.Account}}", "has the unknown placeholder '{{.team}}'")]
    [TestCase("/concourse/{{.Account}}", "must have {{.Team}} as a path segment of its own")]
    [TestCase("/concourse/{{.Team}}-{{.Account}}", "must have {{.Team}} as a path segment of its own")]
    [TestCase("/concourse/{{.Team}}/aws", "must have {{.Account}}")]
    [TestCase("/con course/{{.Team}}/{{.Account}}", "gives a secret name which contains a character other than")]
    [TestCase("/concourse/{{.Team}}/{{.Account}}}}", "gives a secret name which contains a character other than")]
    public void Constructor_WrongTemplate_SaysWhy(string template, string problem) =>
        Assert.That(() => new TemplateSecretPathStrategy(template), Throws.ArgumentException.With.Message.Contains(problem));

    [TestCase("x", null)]
    [TestCase("/a_b+c=d.e@f-g", null)]
    [TestCase("", "is empty")]
    [TestCase(null, "is empty")]
    [TestCase("a b", "contains a character other than")]
    [TestCase("é", "contains a character other than")]
    [TestCase("name-Ab1Cd2", null)]
    public void SecretNameProblem_IsWhatSecretsManagerRefuses(string? name, string? problem) =>
        Assert.That(SecretName.Validate(name), problem is null ? Is.Null : Does.StartWith(problem));

    [Test]
    public void SecretNameProblem_512Characters_IsTheLongest()
    {
        Assert.That(SecretName.Validate(new string('n', 512)), Is.Null);
        Assert.That(SecretName.Validate(new string('n', 513)), Does.StartWith("has 513 characters"));
    }
}
