namespace Concourse.CredentialRotation.Testing.Tests.Paths;

/// <summary>Strategies that are safe, and broken ones that are each found for their own reason and no other.</summary>
public sealed class SecretPathCheckTests
{
    private static readonly SecretPathCheckOptions ClosedSharedPath = new() { SharedTemplate = "/concourse-shared/{{.Secret}}" };

    // Each account is that of the pipeline with the same name.
    private static readonly SecretPathCheckOptions OnePipelineEach = ClosedSharedPath with
    {
        TeamTemplate = "/concourse-teams/{{.Team}}/{{.Secret}}",
        GetPipeline = context => context.Account,
    };

    [Test]
    public void Run_DefaultStrategyAndSharedPathOfItsOwn_FindsNothing() =>
        Assert.That(SecretPathCheck.Run(new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate), ClosedSharedPath), Is.Empty);

    [Test]
    public void Run_DefaultStrategyAndConcoursesTemplates_IsReachableByTheSharedPath()
    {
        var finding = SecretPathCheck.Run(new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate)).Single();

        Assert.That(finding.ToString(), Is.EqualTo(
            "Error, UnreachableByOtherTeams: Every other team can read the secret '/concourse/red/app-access-key' (AccessKeyId of team 'red', account 'app') as "
            + "((red/app-access-key)), by the shared template '/concourse/{{.Secret}}'. Move this template out of the teams' path: set "
            + "CONCOURSE_AWS_SECRETSMANAGER_SHARED_SECRET_TEMPLATE to /concourse-shared/{{.Secret}}, for example, and pass the same template to the check."));
        Assert.That((finding.Path, finding.Variable), Is.EqualTo(("/concourse/red/app-access-key", "((red/app-access-key))")));
    }

    [Test]
    public void Run_NamesOfATeamThatIsGiven_AreThoseThatTheFindingShows() =>
        Assert.That(
            SecretPathCheck.Run(Paths("/concourse/{team}/{account}-{content}"), ClosedSharedPath with
            {
                Teams = ["example-team"],
                Accounts = ["divx-lab"],
                ValidateName = name => name.StartsWith("/concourse/example-team/divx-lab-", StringComparison.Ordinal) ? "is taken" : null,
            }).Single().Context,
            Is.EqualTo(new SecretPathContext { Team = "example-team", Account = "divx-lab", Content = SecretContent.AccessKeyId }));

    // The examples have an account of this name in a team whose name the store need not allow.
    [Test]
    public void Run_AccountThatIsNamedLikeAnExample_MustOnlyFitInTheTeamsThatAreGiven() =>
        Assert.That(
            SecretPathCheck.Run(Paths("/concourse/{team}/{account}-{content}"), ClosedSharedPath with
            {
                Teams = ["example-team"],
                Accounts = ["app"],
                ValidateName = name => name.Length > 100 ? "is too long" : null,
            }),
            Is.Empty);

    [TestCase("/concourse/{team}/{account}-{content}")]
    [TestCase("/concourse/{team}/{account}/{content}")]
    [TestCase("/concourse/{team}/aws/{content}/{account}")]
    public void Run_TeamInASegmentOfItsOwn_FindsNothing(string shape) => Assert.That(SecretPathCheck.Run(Paths(shape), ClosedSharedPath), Is.Empty);

    [Test]
    public void Run_TemplatesOfAnInstallationOfItsOwn_AreFollowed() =>
        Assert.That(
            SecretPathCheck.Run(Paths("/ci/{team}/{account}-{content}"), new()
            {
                PipelineTemplate = "/ci/{{ .Team }}/pipelines/{{ .Pipeline }}/{{ .Secret }}",
                TeamTemplate = "/ci/{{ .Team }}/{{ .Secret }}",
                SharedTemplate = "/ci-shared/{{ .Secret }}",
                PathPrefix = "/ci/",
            }),
            Is.Empty);

    [Test]
    public void Run_AccountsThatMeetInDifferentLayouts_AreLeftToTheValidator() =>
        Assert.That(
            SecretPathCheck.Run(
                new DelegatedPaths((team, account, content) => $"/concourse/{team}/{account}{(content is SecretContent.Credentials ? "" : content is SecretContent.AccessKeyId ? "-access-key" : $"/{content}")}"),
                ClosedSharedPath),
            Is.Empty);

    [TestCaseSource(nameof(BrokenStrategies))]
    public void Run_BrokenStrategy_IsFoundForItsOwnReason(SecretPathRule rule, Func<string, string, SecretContent, string> path, SecretPathCheckOptions? options, string message) =>
        AssertOnly(rule, SecretPathCheck.Run(new DelegatedPaths(path), options ?? ClosedSharedPath), message);

    [Test]
    public void Run_TeamBehindTheAccount_IsUnreadableAndReachableByATeamThatIsNamedLikeTheAccount()
    {
        var findings = SecretPathCheck.Run(Paths("/concourse/{account}/{team}-{content}"), ClosedSharedPath);

        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(new[] { SecretPathRule.ReadableByTeam, SecretPathRule.UnreachableByOtherTeams }));
        Assert.That(findings[1].Message, Does.StartWith("A team 'app' can read the secret '/concourse/app/red-AccessKeyId' (AccessKeyId of team 'red', account 'app') as ((red-AccessKeyId)), by the team template"));
    }

    [Test]
    public void Run_PathOfThePipelineAndTeamPathOfItsOwn_FindsNothing() =>
        Assert.That(SecretPathCheck.Run(Paths("/concourse/{team}/{account}/{content}"), OnePipelineEach), Is.Empty);

    [Test]
    public void Run_PathOfThePipelineBelowTheTeamTemplate_IsReachableByOtherPipelines() =>
        AssertOnly(
            SecretPathRule.UnreachableByOtherPipelines,
            SecretPathCheck.Run(Paths("/concourse/{team}/{account}/{content}"), OnePipelineEach with { TeamTemplate = ClosedSharedPath.TeamTemplate }),
            "Pipelines of the team other than 'app' can read the secret '/concourse/red/app/AccessKeyId' (AccessKeyId of team 'red', account 'app') as ((app/AccessKeyId)), "
            + "by the team template '/concourse/{{.Team}}/{{.Secret}}'. Move this template out of the pipelines' paths: set CONCOURSE_AWS_SECRETSMANAGER_TEAM_SECRET_TEMPLATE to");

    [Test]
    public void Run_PathOfAnotherPipeline_IsUnreadableAndReachableByThatPipeline()
    {
        var findings = SecretPathCheck.Run(Paths("/concourse/{team}/x-{account}/{content}"), OnePipelineEach);

        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(new[] { SecretPathRule.ReadableByTeam, SecretPathRule.UnreachableByOtherPipelines }));
        Assert.That(findings[0].Message, Does.StartWith("No variable in the pipeline 'app' reads the secret '/concourse/red/x-app/AccessKeyId'"));
        Assert.That(findings[1].Message, Does.EndWith("as ((AccessKeyId)), by the pipeline template '/concourse/{{.Team}}/{{.Pipeline}}/{{.Secret}}'."));
    }

    [Test]
    public void Run_NameThatMustBeQuoted_IsOnlyInformation() =>
        Assert.That(SecretPathCheck.Run(Paths("/concourse/{team}/{account}.{content}"), ClosedSharedPath).Single().Severity, Is.EqualTo(FindingSeverity.Information));

    [Test]
    public void Run_InformationAndErrors_HaveTheErrorsFirst() =>
        Assert.That(
            SecretPathCheck.Run(Paths("/concourse/{team}/{account}.{content}")).Select(finding => finding.Severity),
            Is.EqualTo(new[] { FindingSeverity.Error, FindingSeverity.Information }));

    [Test]
    public void Run_NamesThatMeet_AreBothInTheFinding()
    {
        var finding = SecretPathCheck.Run(Paths("/concourse/{team}/{content}"), ClosedSharedPath).Single();

        Assert.That((finding.Context.Account, finding.OtherContext?.Account, finding.Path), Is.EqualTo(("app", "db", "/concourse/red/AccessKeyId")));
    }

    [TestCase("/concourse/{{.Team}}/{{.Var}}", "has the unknown placeholder '{{.Var}}'")]
    [TestCase("/concourse/{{.Team}}", "must have {{.Secret}}")]
    public void Run_TemplateThatIsNotValid_Throws(string template, string message) =>
        Assert.That(
            () => SecretPathCheck.Run(Paths("/concourse/{team}/{account}-{content}"), new() { TeamTemplate = template }),
            Throws.ArgumentException.With.Message.StartsWith($"The team template '{template}' {message}"));

    private static IEnumerable<TestCaseData> BrokenStrategies()
    {
        var calls = 0;
        yield return Broken("counter", SecretPathRule.Deterministic, (team, account, content) => $"/concourse/{team}/{account}-{content}-{calls++}", "returned '/concourse/red/app-AccessKeyId-0' and then '/concourse/red/app-AccessKeyId-1'");
        yield return Broken("throws", SecretPathRule.ReturnsName, (team, account, content) => account.Contains('@') ? throw new FormatException("No @.") : $"/concourse/{team}/{account}-{content}", "AccessKeyId of team 'a', account 'a@a', the strategy threw FormatException: No @.");
        yield return Broken("no combined secret", SecretPathRule.ReturnsName, (team, account, content) => content is SecretContent.Credentials ? null! : $"/concourse/{team}/{account}-{content}", "Credentials of team 'red', account 'app', the strategy returned null");

        yield return Broken("no content", SecretPathRule.Distinct, (team, account, _) => $"/concourse/{team}/{account}", "AccessKeyId of team 'red', account 'app' and for SecretAccessKey of team 'red', account 'app'");
        yield return Broken("no account", SecretPathRule.Distinct, (team, _, content) => $"/concourse/{team}/{content}", "team 'red', account 'app' and for AccessKeyId of team 'red', account 'db'");
        yield return Broken("lower case", SecretPathRule.Distinct, (team, account, content) => $"/concourse/{team}/{account.ToLowerInvariant()}-{content}", "account 'app' and for AccessKeyId of team 'red', account 'App'");
        yield return Broken("one kind of punctuation", SecretPathRule.Distinct, (team, account, content) => $"/concourse/{team}/{account.Replace('_', '-')}-{content}", "account 'a-a' and for AccessKeyId of team 'a', account 'a_a'");
        yield return Broken("short", SecretPathRule.Distinct, (team, account, content) => $"/concourse/{team}/{account[..Math.Min(account.Length, 100)]}-{content}", "the same name, '/concourse/red/nnn");
        yield return Broken("no suffix for the first", SecretPathRule.Distinct, (team, account, content) => $"/concourse/{team}/{account}{(content is SecretContent.AccessKeyId ? "" : content is SecretContent.SecretAccessKey ? "-secret-key" : $"-{content}")}", "account 'app' and for AccessKeyId of team 'red', account 'app-secret-key'");
        yield return Broken("shared token", SecretPathRule.Distinct, (team, account, content) => content is SecretContent.SessionToken ? $"/concourse/{team}/token" : $"/concourse/{team}/{account}-{content}", "SessionToken of team 'red', account 'app' and for SessionToken of team 'red', account 'db'");

        yield return Broken("letter that Secrets Manager does not allow", SecretPathRule.AllowedByStore, (team, account, content) => $"/concourse/{team}/é-{account}-{content}", "which contains a character other than A-Z");
        yield return Broken("too long for the store", SecretPathRule.AllowedByStore, (team, account, content) => $"/concourse/{team}/{account}-{content}", "which is longer than 20 characters", new() { SharedTemplate = ClosedSharedPath.SharedTemplate, ValidateName = name => name.Length > 20 ? "is longer than 20 characters" : null });
        yield return Broken("outside of the prefix", SecretPathRule.WithinPrefix, (team, account, content) => $"/concourse/{team}/{account}-{content}", "which does not start with '/concourse/ci-'", ClosedSharedPath with { PathPrefix = "/concourse/ci-" });

        yield return Broken("elsewhere", SecretPathRule.ReadableByTeam, (team, account, content) => $"/aws/{team}/{account}-{content}", "No variable in a pipeline of the team reads the secret '/aws/red/app-AccessKeyId'");
        yield return Broken("plus sign", SecretPathRule.ReadableByTeam, (team, account, content) => $"/concourse/{team}/{account}+{content}", "would have to write ((app+AccessKeyId)) for the secret");
        yield return Broken("equals sign", SecretPathRule.ReadableByTeam, (team, account, content) => $"/concourse/{team}/{account}={content}", "which Concourse does not accept as a variable");

        yield return Broken("on the shared path", SecretPathRule.UnreachableByOtherTeams, (team, account, content) => $"/shared/{team}/{account}-{content}", "Every other team can read the secret '/shared/red/app-AccessKeyId' (AccessKeyId of team 'red', account 'app') as ((red/app-AccessKeyId))", new() { TeamTemplate = "/shared/{{.Team}}/{{.Secret}}", SharedTemplate = "/shared/{{.Secret}}" });
        yield return Broken("team that runs into the variable", SecretPathRule.UnreachableByOtherTeams, (team, account, content) => $"/concourse/{team}-aws/{account}-{content}", "A team 'a' can read the secret '/concourse/a-a-aws/a-AccessKeyId' (AccessKeyId of team 'a-a', account 'a') as ((a-aws/a-AccessKeyId)), by the team template", ClosedSharedPath with { TeamTemplate = "/concourse/{{.Team}}-{{.Secret}}" });
        yield return Broken("pipeline named like a team", SecretPathRule.UnreachableByOtherTeams, (team, account, content) => $"/concourse/{team}/{account}-{content}", "as ((app-AccessKeyId)), in a pipeline 'red', by the pipeline template", ClosedSharedPath with { PipelineTemplate = "/concourse/{{.Pipeline}}/{{.Secret}}" });

        yield return Broken("dot", SecretPathRule.Unquoted, (team, account, content) => $"/concourse/{team}/{account}.{content}", "must write ((\"app.AccessKeyId\")) for the secret '/concourse/red/app.AccessKeyId'");
    }

    private static TestCaseData Broken(string name, SecretPathRule rule, Func<string, string, SecretContent, string> path, string message, SecretPathCheckOptions? options = null) =>
        new TestCaseData(rule, path, options, message).SetArgDisplayNames(name);

    private static DelegatedPaths Paths(string shape) => new DelegatedPaths((team, account, content) => shape
        .Replace("{team}", team, StringComparison.Ordinal)
        .Replace("{account}", account, StringComparison.Ordinal)
        .Replace("{content}", content.ToString(), StringComparison.Ordinal));

    private static void AssertOnly(SecretPathRule rule, IReadOnlyList<SecretPathFinding> findings, string message)
    {
        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(new[] { rule }));
        Assert.That(findings[0].ToString(), Does.Contain(message));
    }
}
