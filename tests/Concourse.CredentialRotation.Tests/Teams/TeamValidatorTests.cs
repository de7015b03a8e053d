using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Teams;

public sealed class TeamValidatorTests
{
    private const string Arn = "arn:aws:iam::123456789999:role/ci";

    [TestCase("a")]
    [TestCase("example-team")]
    [TestCase("Team_1.x@y")]
    public void Validate_ProperTeamName_HasNoProblem(string name) => Assert.That(Problems(Make.Team(name, [Make.Account("a", Arn)])), Is.Empty);

    [TestCase(null, "name: must not be empty")]
    [TestCase("", "name: must not be empty")]
    [TestCase("two words", "name: must consist of A-Z a-z 0-9 _ . @ -, which Secrets Manager, STS and Concourse's ((variables)) all allow, but was 'two words'")]
    [TestCase("a/b", "but was 'a/b'")]
    [TestCase("a+b", "but was 'a+b'")]
    [TestCase("tëam", "but was 'tëam'")]
    [TestCase("team\n", @"but was 'team\u000a'")]
    [TestCase("..", "must not be '.' or contain '..'")]
    [TestCase(".", "must not be '.' or contain '..'")]
    [TestCase("a..b", "must not be '.' or contain '..'")]
    public void Validate_ImproperName_IsRefusedForTeamAndAccount(string? name, string problem)
    {
        Assert.That(Problems(Make.Team(name!, [Make.Account("a", Arn)])).Single(), Does.StartWith("name: ").And.Contains(problem.Split(": ").Last()));
        Assert.That(Problems(Make.Team("t", [Make.Account(name!, Arn)])).Single(), Does.StartWith("accounts[0].name: ").And.Contains(problem.Split(": ").Last()));
    }

    [TestCase(900, 3600)]
    [TestCase(3300, 3600)]
    [TestCase(2700, null)]
    [TestCase(42_900, 43_200)]
    public void Validate_RenewAfterWithinTheSession_HasNoProblem(int renewAfter, int? duration) =>
        Assert.That(Problems(Make.Team("t", [Make.Account("a", Arn, duration)], renewAfter)), Is.Empty);

    [TestCase(899, null, "renewAfter: must be 900 to 3300 seconds (300 less than the shortest session), but was 899")]
    [TestCase(3301, null, "renewAfter: must be 900 to 3300 seconds (300 less than the shortest session), but was 3301")]
    [TestCase(3300, 1800, "renewAfter: must be 900 to 1500 seconds (300 less than the shortest session), but was 3300")]
    [TestCase(900, 1199, "renewAfter: must not be set when a session lasts only 1199 seconds: there must be at least 900 seconds between two renewals, and 300 must be left for the next")]
    public void Validate_RenewAfterOutsideOfTheSession_IsRefused(int renewAfter, int? duration, string problem) =>
        Assert.That(Problems(Make.Team("t", [Make.Account("long", Arn, 43_200), Make.Account("a", Arn, duration)], renewAfter))[0], Is.EqualTo(problem));

    [Test]
    public void Validate_NameOf128Characters_IsTheLongest()
    {
        Assert.That(Problems(Make.Team(new string('n', 128), [Make.Account("a", Arn)])), Is.Empty);
        Assert.That(Problems(Make.Team(new string('n', 129), [Make.Account("a", Arn)])).Single(), Is.EqualTo("name: must have at most 128 characters, but has 129"));
    }

    [Test]
    public void Validate_SameAccountNameTwice_NamesBoth() =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn), Make.Account("b", Arn), Make.Account("a", Arn)])).Single(),
            Is.EqualTo("accounts[2].name: must be unique within the team, but accounts[0] is also named 'a'"));

    [TestCase("arn:aws:iam::123456789999:role/ci")]
    [TestCase("arn:aws-cn:iam::123456789999:role/ci")]
    [TestCase("arn:aws-us-gov:iam::123456789999:role/team/path/ci")]
    [TestCase("arn:aws-iso-b:iam::123456789999:role/CI_+=,.@-")]
    public void Validate_RoleArnOfAnyPartition_HasNoProblem(string arn) => Assert.That(Problems(Make.Team("t", [Make.Account("a", arn)])), Is.Empty);

    [TestCase("arn:aws:iam::123456789999:user/ci")]
    [TestCase("arn:aws:sts::123456789999:assumed-role/ci/session")]
    [TestCase("arn:aws:iam::12345678999:role/ci")]
    [TestCase("arn:aws:iam::123456789999:role/")]
    [TestCase("arn:aws:iam::123456789999:role/ci\n")]
    [TestCase("arn:google:iam::123456789999:role/ci")]
    [TestCase("arn:aws:iam:us-east-1:123456789999:role/ci")]
    [TestCase("ci")]
    public void Validate_NoRoleArn_IsRefused(string arn) =>
        Assert.That(Problems(Make.Team("t", [Make.Account("a", arn)])).Single(), Does.StartWith("accounts[0].roleArn: must be the ARN of an IAM role"));

    [Test]
    public void Validate_RoleArnOf2048Characters_IsTheLongest()
    {
        var path = new string('p', 2048 - "arn:aws:iam::123456789999:role//ci".Length);

        Assert.That(Problems(Make.Team("t", [Make.Account("a", $"arn:aws:iam::123456789999:role/{path}/ci")])), Is.Empty);
        Assert.That(Problems(Make.Team("t", [Make.Account("a", $"arn:aws:iam::123456789999:role/{path}p/ci")])), Has.Count.EqualTo(1));
    }

    [TestCase(900, true)]
    [TestCase(43_200, true)]
    [TestCase(899, false)]
    [TestCase(43_201, false)]
    [TestCase(-1, false)]
    public void Validate_Duration_IsOf900To43200Seconds(int seconds, bool isValid) =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn, seconds)])),
            isValid ? Is.Empty : Is.EqualTo(new[] { $"accounts[0].duration: must be 900 to 43200 whole seconds, but was {seconds}" }));

    [Test]
    public void Validate_StrategyWithOnePathForAll_IsRefusedForEachCollision()
    {
        var problems = Problems(Make.Team("t", [Make.Account("a", Arn), Make.Account("b", Arn)]), new Paths((_, account, part) => $"/x/{(part is SecretContent.AccessKeyId ? "key" : account + part)}"));

        Assert.That(problems.Single(), Is.EqualTo("accounts[1].name: gives the AccessKeyId the secret name '/x/key', which the AccessKeyId of accounts[0] has already"));
    }

    [TestCase(SecretLayout.Separate, SecretLayout.Separate, null)]
    [TestCase(SecretLayout.Combined, SecretLayout.Combined, null)]
    [TestCase(SecretLayout.Combined, SecretLayout.Separate, null)]
    [TestCase(SecretLayout.Separate, SecretLayout.Combined, "accounts[1].name: gives the Credentials the secret name '/concourse/t/a-access-key', which the AccessKeyId of accounts[0] has already")]
    [TestCase(SecretLayout.Both, SecretLayout.Both, "accounts[1].name: gives the Credentials the secret name '/concourse/t/a-access-key', which the AccessKeyId of accounts[0] has already")]
    public void Validate_NameOfANeighborsSecret_IsRejectedWhereTheLayoutsMeet(SecretLayout one, SecretLayout other, string? problem) =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn, layout: one), Make.Account("a-access-key", Arn, layout: other)])),
            problem is null ? Is.Empty : Is.EqualTo(new[] { problem }));

    [Test]
    public void Validate_LayoutOfTheHost_IsThatOfAccountsWithoutOne() =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn), Make.Account("a-access-key", Arn)]), options: new() { Layout = SecretLayout.Both }),
            Has.Count.EqualTo(1));

    [Test]
    public void Validate_CombinedOutsideOfThePrefix_IsRejected() =>
        Assert.That(
            Problems(
                Make.Team("t", [Make.Account("a", Arn, layout: SecretLayout.Combined)]),
                new Paths((_, account, part) => part is SecretContent.Credentials ? $"/other/{account}" : $"/ci/{account}/{part}"),
                new() { PathPrefix = "/ci/" }),
            Is.EqualTo(new[] { "accounts[0].name: gives the Credentials the secret name '/other/a', which is outside of '/ci/' (setting PathPrefix)" }));

    [Test]
    public void Validate_UndefinedLayout_IsRejected() =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn, session: new() { SourceIdentity = "x" }, layout: (SecretLayout)7)])),
            Has.Exactly(2).Items.And.One.EqualTo("accounts[0].layout: must be separate, combined or both, but was 7").And.One.StartsWith("accounts[0].session.sourceIdentity: "));

    [Test]
    public void Validate_StrategyWithRefusedName_IsRefused() =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn)]), new Paths((_, _, part) => part is SecretContent.SecretAccessKey ? "with space" : $"/x/{part}")).Single(),
            Does.StartWith("accounts[0].name: gives the SecretAccessKey the secret name 'with space', which contains a character other than"));

    [Test]
    public void Validate_StrategyThatThrows_IsAProblemOfTheAccount() =>
        Assert.That(
            Problems(Make.Team("t", [Make.Account("a", Arn), Make.Account("b", "x")]), new Paths((_, account, part) => account is "a" ? throw new KeyNotFoundException("no a") : $"/x/{account}/{part}")),
            Is.EqualTo(new[]
            {
                "accounts[0].name: makes the path strategy fail for the AccessKeyId: KeyNotFoundException: no a.",
                "accounts[0].name: makes the path strategy fail for the SecretAccessKey: KeyNotFoundException: no a.",
                "accounts[0].name: makes the path strategy fail for the SessionToken: KeyNotFoundException: no a.",
                "accounts[1].roleArn: must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci, but was 'x'",
            }));

    [Test]
    public void Validate_ManyProblems_ReportsAllInOrder() =>
        Assert.That(
            Problems(Make.Team("", [Make.Account("", "", 1), null!, Make.Account("a b", "x")])).Select(problem => problem.Split(':')[0]),
            Is.EqualTo(new[] { "name", "accounts[0].name", "accounts[0].roleArn", "accounts[0].duration", "accounts[1]", "accounts[2].name", "accounts[2].roleArn" }));

    [TestCase("t", "arn:aws:iam::123456789999:role/concourse-ci-t", true)]
    [TestCase("t", "arn:aws:iam::123456789998:role/concourse-ci-t", false, Description = "another account")]
    [TestCase("t", "arn:aws:iam::123456789999:role/concourse-ci-u", false, Description = "another team's role")]
    [TestCase("platform", "arn:aws:iam::000000000001:role/anything", true)]
    [TestCase("platform2", "arn:aws:iam::000000000001:role/anything", false)]
    public void Validate_AllowedRoles_BoundWhatATeamMayName(string team, string arn, bool isAllowed)
    {
        var options = new CredentialRotationOptions
        {
            AllowedRoles =
            {
                new AllowedRole { AccountId = "12345678999?", RoleArn = "arn:aws:iam::123456789999:role/concourse-ci-{{.Team}}" },
                new AllowedRole { Team = "platform", RoleArn = "arn:aws:iam::*" },
            },
        };

        Assert.That(
            Problems(Make.Team(team, [Make.Account("a", arn)]), options: options),
            isAllowed ? Is.Empty : Is.EqualTo(new[] { $"accounts[0].roleArn: must be a role that the team may use (setting AllowedRoles), but was '{arn}'" }));
    }

    [TestCase("/ci/t/AccessKeyId", true)]
    [TestCase("/cia/t/AccessKeyId", false)]
    [TestCase("/other/t/AccessKeyId", false)]
    public void Validate_StrategyThatLeavesThePrefix_IsRefused(string path, bool isInside)
    {
        var problems = Problems(
            Make.Team("t", [Make.Account("a", Arn)]),
            new Paths((_, _, part) => path.Replace("AccessKeyId", part.ToString(), StringComparison.Ordinal)),
            new CredentialRotationOptions { PathPrefix = "/ci/" });

        Assert.That(problems, isInside ? Is.Empty : Has.Exactly(3).EndsWith("which is outside of '/ci/' (setting PathPrefix)"));
    }

    private static List<string> Problems(Team team, ISecretPathStrategy? paths = null, CredentialRotationOptions? options = null) =>
        [.. Compose.Validator(options, paths)
            .Validate(team)
            .Select(problem => problem.ToString())];

    private sealed class Paths(Func<string, string, SecretContent, string> path) : ISecretPathStrategy
    {
        public string GetPath(SecretPathContext context) => path(context.Team, context.Account, context.Content);
    }
}
