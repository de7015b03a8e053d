using System.Text;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests.Teams;

public sealed class TeamReaderTests
{
    private const string Arn = "arn:aws:iam::123456789999:role/machine-user-example";

    private readonly TeamReader _reader = new(new TeamValidator(new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate), Options.Create(new CredentialRotationOptions())));

    [Test]
    public void Read_TheDocumentedExample_GivesTheTeam()
    {
        var team = Read($$"""{"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"{{Arn}}","duration":7200}]}""", out var unknown);

        Assert.That(team.Name, Is.EqualTo("example-team"));
        Assert.That(team.Accounts, Is.EqualTo(new[] { new Account("divx-lab", Arn, 7200) }));
        Assert.That(unknown, Is.Empty);
    }

    [TestCase("""{"Version":"2012-10-17","Statement":[]}""")]
    [TestCase(""" "{\"Version\":\"2012-10-17\",\"Statement\":[]}" """)]
    public void Read_Session_IsAllThatIsInIt(string policy)
    {
        var session = Read(
            $$$"""
            {"name":"t","accounts":[{"name":"a","roleArn":"{{{Arn}}}","session":{
              "name":"ci-{{.Team}}","policyArns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"policy":{{{policy}}},
              "tags":{"team":"t","cost":""},"transitiveTagKeys":["team"],"sourceIdentity":"concourse"}}]}
            """,
            out var unknown).Accounts[0].Session!;

        Assert.That(unknown, Is.Empty);
        Assert.That((session.Name, session.Policy, session.SourceIdentity), Is.EqualTo(("ci-{{.Team}}", """{"Version":"2012-10-17","Statement":[]}""", "concourse")));
        Assert.That(session.PolicyArns, Is.EqualTo(new[] { "arn:aws:iam::aws:policy/ReadOnlyAccess" }));
        Assert.That(session.Tags, Is.EqualTo(new Dictionary<string, string> { ["team"] = "t", ["cost"] = "" }));
        Assert.That(session.TransitiveTagKeys, Is.EqualTo(new[] { "team" }));
    }

    [TestCase("""[]""", "accounts[0].session: must be an object with name, policyArns, policy, tags, transitiveTagKeys, sourceIdentity; it is an array")]
    [TestCase("""{"policyArns":"x","tags":["x"],"transitiveTagKeys":[1],"sourceIdentity":1}""",
        "accounts[0].session.policyArns: must be an array of strings",
        "accounts[0].session.tags: must be an object of strings; it is an array",
        "accounts[0].session.transitiveTagKeys: must be an array of strings",
        "accounts[0].session.sourceIdentity: must be a string; it is a number")]
    [TestCase("""{"tags":{"a":1}}""", "accounts[0].session.tags: must be an object of strings; 'a' is a number")]
    public void Read_SessionOfTheWrongKind_NamesEach(string session, params string[] problems) =>
        Assert.That(
            Refused($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","session":{{session}}}]}""").Problems.Select(problem => problem.ToString()),
            Is.EquivalentTo(problems));

    [TestCase("", null)]
    [TestCase(""","renewAfter":null""", null)]
    [TestCase(""","renewAfter":2700""", 2700)]
    public void Read_RenewAfter_IsSeconds(string field, int? expected) =>
        Assert.That(Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}"}]{{field}}}""", out _).RenewAfter, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase(""","duration":null""")]
    public void Read_WithoutDuration_LeavesItOpen(string duration) =>
        Assert.That(Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}"{{duration}}}]}""", out _).Accounts[0].Duration, Is.Null);

    [Test]
    public void Read_UnknownFieldsOfTheTeam_AreReturnedAsUnknown()
    {
        Read($$"""{"name":"t","Accounts":1,"owner":{"session":1},"accounts":[{"name":"a","roleArn":"{{Arn}}"}]}""", out var unknown);

        Assert.That(unknown, Is.EqualTo(new[] { "Accounts", "owner" }));
    }

    [TestCase("sesion", ", did you mean 'session'?")]
    [TestCase("duraton", ", did you mean 'duration'?")]
    [TestCase("RoleArn", ", did you mean 'roleArn'?")]
    [TestCase("role_arn", ", did you mean 'roleArn'?")]
    [TestCase("region", "")]
    [TestCase("", "")]
    public void Read_UnknownFieldOfAnAccount_IsRefusedWithTheNearestName(string field, string suggestion) =>
        Assert.That(
            Refused($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","{{field}}":null}]}""").Problems.Single().ToString(),
            Is.EqualTo($"accounts[0].{field}: unknown field{suggestion} (an account has name, roleArn, duration, session)"));

    [TestCase("policyarns", ", did you mean 'policyArns'?")]
    [TestCase("source_identity", ", did you mean 'sourceIdentity'?")]
    [TestCase("tag", ", did you mean 'tags'?")]
    [TestCase("duration", "")]
    public void Read_UnknownFieldOfASession_IsRefusedWithTheNearestName(string field, string suggestion) =>
        Assert.That(
            Refused($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","session":{"{{field}}":[]} }]}""").Problems.Single().ToString(),
            Is.EqualTo($"accounts[0].session.{field}: unknown field{suggestion} (a session has name, policyArns, policy, tags, transitiveTagKeys, sourceIdentity)"));

    [Test]
    public void Read_UnknownFieldsAndOtherProblems_AreAllRefusedAtOnce()
    {
        var problems = Refused($$"""{"accounts":[{"name":"a","roleArn":"x","sesion":{} },{"name":"b","roleArn":"{{Arn}}","duration":1,"session":{"tag":1,"policyarns":[]} }]}""").Problems;

        Assert.That(problems.Select(problem => problem.Field), Is.EquivalentTo(new[]
        {
            "name", "accounts[0].sesion", "accounts[0].roleArn", "accounts[1].duration", "accounts[1].session.tag", "accounts[1].session.policyarns",
        }));
    }

    [Test]
    public void Read_LongUnknownField_IsShownShortened() =>
        Assert.That(
            Refused($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","{{new string('x', 1000)}}":1}]}""").Problems.Single().Field,
            Is.EqualTo($"accounts[0].{new string('x', 80)}…"));

    [TestCase("{}", "name: must not be empty", "accounts: must have at least one account")]
    [TestCase("null", "(the event): must be an object with name, accounts, renewAfter; it is null")]
    [TestCase("[]", "(the event): must be an object with name, accounts, renewAfter; it is an array")]
    [TestCase("""{"name":5,"accounts":{}}""", "name: must be a string; it is a number", "accounts: must be an array of accounts; it is an object")]
    [TestCase("""{"name":"t","accounts":[null,7]}""", "accounts[0]: must be an object with name, roleArn, duration, session; it is null", "accounts[1]: must be an object with name, roleArn, duration, session; it is a number")]
    [TestCase("""{"name":"t","accounts":[{"name":"a","duration":"3600"}]}""", "accounts[0].duration: must be a whole number of seconds; it is a string", "accounts[0].roleArn: must not be empty")]
    [TestCase("""{"name":"t","accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789999:role/ci","duration":3000000000}]}""", "accounts[0].duration: must be a whole number of seconds; it is '3000000000'")]
    [TestCase("""{"name":"t","accounts":[{"name":[],"roleArn":"x","duration":1.5}]}""", "accounts[0].name: must be a string; it is an array", "accounts[0].duration: must be a whole number of seconds; it is '1.5'", "accounts[0].roleArn: must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci; it is 'x'")]
    public void Read_WrongFields_ReportsAllProblemsAtOnce(string json, params string[] problems) =>
        Assert.That(Refused(json).Problems.Select(problem => problem.ToString()), Is.EquivalentTo(problems));

    [TestCase("")]
    [TestCase("{")]
    [TestCase("""{"name":"t","name":"u"}""")]
    [TestCase("""{"name":"\ud800","accounts":[]}""")]
    public void Read_InvalidJson_ReportsIt(string json) =>
        Assert.That(Refused(json).Problems.Single().ToString(), Does.StartWith("(the event): must be JSON"));

    [Test]
    public void Read_InvalidUtf8_Throws() =>
        Assert.That(
            () => _reader.Read(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, out _),
            Throws.TypeOf<InvalidTeamException>());

    private Team Read(string json, out IReadOnlyList<string> unknown) => _reader.Read(Encoding.UTF8.GetBytes(json), out unknown);

    private InvalidTeamException Refused(string json) => Assert.Throws<InvalidTeamException>(() => Read(json, out _))!;
}
