using System.Text;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Teams;

public sealed class TeamReaderTests
{
    private const string Arn = "arn:aws:iam::123456789999:role/machine-user-example";

    private readonly TeamReader _reader = new(Compose.Validator());

    [Test]
    public void Read_TheDocumentedExample_GivesTheTeam()
    {
        var result = Read($$"""{"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"{{Arn}}","duration":7200}]}""");

        Assert.That(result.IsValid, Is.True);
        Assert.That(result.Team, Is.EqualTo(Make.Team("example-team", [Make.Account("divx-lab", Arn, 7200)])));
        Assert.That(result.UnknownFields, Is.Empty);
    }

    [TestCase("""{"Version":"2012-10-17","Statement":[]}""")]
    [TestCase("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [ ]\n}")]
    [TestCase(""" "{\"Version\":\"2012-10-17\",\"Statement\":[]}" """)]
    public void Read_Session_IsAllThatIsInIt(string policy)
    {
        var result = Read(
            $$$"""
            {"name":"t","accounts":[{"name":"a","roleArn":"{{{Arn}}}","session":{
              "name":"ci-{{.Team}}","policyArns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"policy":{{{policy}}},
              "tags":{"team":"t","cost":""},"transitiveTagKeys":["team"],"sourceIdentity":"concourse"}}]}
            """);

        Assert.That(result.UnknownFields, Is.Empty);
        var session = result.EnsureValid().Accounts[0].Session!;
        Assert.That((session.Name, session.Policy, session.SourceIdentity), Is.EqualTo(("ci-{{.Team}}", """{"Version":"2012-10-17","Statement":[]}""", "concourse")));
        Assert.That(session.PolicyArns, Is.EqualTo(new[] { "arn:aws:iam::aws:policy/ReadOnlyAccess" }));
        Assert.That(session.Tags, Is.EqualTo(new Dictionary<string, string> { ["team"] = "t", ["cost"] = "" }));
        Assert.That(session.TransitiveTagKeys, Is.EqualTo(new[] { "team" }));
    }

    [TestCase("""[]""", "accounts[0].session: must be an object with name, policyArns, policy, tags, transitiveTagKeys, sourceIdentity, but was an array")]
    [TestCase("""{"policyArns":"x","tags":["x"],"transitiveTagKeys":[1],"sourceIdentity":1}""",
        "accounts[0].session.policyArns: must be an array of strings",
        "accounts[0].session.tags: must be an object whose values are strings, but was an array",
        "accounts[0].session.transitiveTagKeys: must be an array of strings",
        "accounts[0].session.sourceIdentity: must be a string, but was a number")]
    [TestCase("""{"tags":{"a":1}}""", "accounts[0].session.tags: must be an object whose values are strings, but 'a' is a number")]
    public void Read_SessionOfTheWrongKind_NamesEach(string session, params string[] problems) =>
        Assert.That(
            Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","session":{{session}}}]}""").Errors.Select(problem => problem.ToString()),
            Is.EquivalentTo(problems));

    [TestCase("", null)]
    [TestCase(""","renewAfter":null""", null)]
    [TestCase(""","renewAfter":2700""", 2700)]
    public void Read_RenewAfter_IsSeconds(string field, int? expected) =>
        Assert.That(Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}"}]{{field}}}""").EnsureValid().RenewAfter?.TotalSeconds, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase(""","duration":null""")]
    public void Read_WithoutDuration_LeavesItOpen(string duration) =>
        Assert.That(Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}"{{duration}}}]}""").EnsureValid().Accounts[0].Duration, Is.Null);

    [TestCase("\"separate\"", SecretLayout.Separate)]
    [TestCase("\"combined\"", SecretLayout.Combined)]
    [TestCase("\"both\"", SecretLayout.Both)]
    [TestCase("null", null)]
    public void Read_Layout_IsThatOfTheAccount(string json, SecretLayout? layout) =>
        Assert.That(Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","layout":{{json}}}]}""").EnsureValid().Accounts[0].Layout, Is.EqualTo(layout));

    [TestCase("\"Combined\"", "'Combined'")]
    [TestCase("\"\"", "''")]
    [TestCase("1", "a number")]
    public void Read_UnknownLayout_IsRejected(string json, string shown) =>
        Assert.That(
            Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","layout":{{json}}}]}""").Errors.Single().ToString(),
            Is.EqualTo($"accounts[0].layout: must be separate, combined or both, but was {shown}"));

    [Test]
    public void Read_UnknownFieldsOfTheTeam_AreReturnedAsUnknown()
    {
        var result = Read($$"""{"name":"t","Accounts":1,"owner":{"session":1},"accounts":[{"name":"a","roleArn":"{{Arn}}"}]}""");

        Assert.That(result.UnknownFields, Is.EqualTo(new[] { "Accounts", "owner" }));
    }

    [TestCase("sesion", "; did you mean 'session'?")]
    [TestCase("duraton", "; did you mean 'duration'?")]
    [TestCase("RoleArn", "; did you mean 'roleArn'?")]
    [TestCase("role_arn", "; did you mean 'roleArn'?")]
    [TestCase("region", "")]
    [TestCase("", "")]
    public void Read_UnknownFieldOfAnAccount_IsRefusedWithTheNearestName(string field, string suggestion) =>
        Assert.That(
            Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","{{field}}":null}]}""").Errors.Single().ToString(),
            Is.EqualTo($"accounts[0].{field}: is unknown{suggestion} (an account has name, roleArn, duration, layout, session)"));

    [TestCase("policyarns", "; did you mean 'policyArns'?")]
    [TestCase("source_identity", "; did you mean 'sourceIdentity'?")]
    [TestCase("tag", "; did you mean 'tags'?")]
    [TestCase("duration", "")]
    public void Read_UnknownFieldOfASession_IsRefusedWithTheNearestName(string field, string suggestion) =>
        Assert.That(
            Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","session":{"{{field}}":[]} }]}""").Errors.Single().ToString(),
            Is.EqualTo($"accounts[0].session.{field}: is unknown{suggestion} (a session has name, policyArns, policy, tags, transitiveTagKeys, sourceIdentity)"));

    [Test]
    public void Read_UnknownFieldsAndOtherProblems_AreAllRefusedAtOnce()
    {
        var problems = Read($$"""{"accounts":[{"name":"a","roleArn":"x","sesion":{} },{"name":"b","roleArn":"{{Arn}}","duration":1,"session":{"tag":1,"policyarns":[]} }]}""").Errors;

        Assert.That(problems.Select(problem => problem.Field), Is.EquivalentTo(new[]
        {
            "name", "accounts[0].sesion", "accounts[0].roleArn", "accounts[1].duration", "accounts[1].session.tag", "accounts[1].session.policyarns",
        }));
    }

    [Test]
    public void Read_LongUnknownField_IsShownShortened() =>
        Assert.That(
            Read($$"""{"name":"t","accounts":[{"name":"a","roleArn":"{{Arn}}","{{new string('x', 1000)}}":1}]}""").Errors.Single().Field,
            Is.EqualTo($"accounts[0].{new string('x', 80)}…"));

    [TestCase("{}", "name: must not be empty", "accounts: must have at least one account")]
    [TestCase("null", "(root): must be an object with name, accounts, renewAfter, but was null")]
    [TestCase("[]", "(root): must be an object with name, accounts, renewAfter, but was an array")]
    [TestCase("""{"name":5,"accounts":{}}""", "name: must be a string, but was a number", "accounts: must be an array of accounts, but was an object")]
    [TestCase("""{"name":"t","accounts":[null,7]}""", "accounts[0]: must be an object with name, roleArn, duration, layout, session, but was null", "accounts[1]: must be an object with name, roleArn, duration, layout, session, but was a number")]
    [TestCase("""{"name":"t","accounts":[{"name":"a","duration":"3600"}]}""", "accounts[0].duration: must be a whole number of seconds, but was a string", "accounts[0].roleArn: must not be empty")]
    [TestCase("""{"name":"t","accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789999:role/ci","duration":3000000000}]}""", "accounts[0].duration: must be a whole number of seconds, but was '3000000000'")]
    [TestCase("""{"name":"t","accounts":[{"name":[],"roleArn":"x","duration":1.5}]}""", "accounts[0].name: must be a string, but was an array", "accounts[0].duration: must be a whole number of seconds, but was '1.5'", "accounts[0].roleArn: must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci, but was 'x'")]
    public void Read_WrongFields_ReportsAllErrorsAtOnce(string json, params string[] problems) =>
        Assert.That(Read(json).Errors.Select(problem => problem.ToString()), Is.EquivalentTo(problems));

    [TestCase("")]
    [TestCase("{")]
    [TestCase("""{"name":"t","name":"u"}""")]
    [TestCase("""{"name":"\ud800","accounts":[]}""")]
    public void Read_NoProperJson_SaysSo(string json) =>
        Assert.That(Read(json).Errors.Single().ToString(), Does.StartWith("(root): must be ").And.Contains("JSON"));

    [Test]
    public void Read_InvalidUtf8_Throws() =>
        Assert.That(
            _reader.Read(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Errors.Single().Field,
            Is.EqualTo("(root)"));

    [Test]
    public void EnsureValid_InvalidConfiguration_ThrowsAllErrors()
    {
        var result = Read("""{"name":"t u","accounts":[]}""");

        Assert.That(result.IsValid, Is.False);
        Assert.That(() => result.EnsureValid(), Throws.TypeOf<InvalidTeamException>()
            .With.Property(nameof(InvalidTeamException.Errors)).EqualTo(result.Errors)
            .And.Property(nameof(InvalidTeamException.Team)).EqualTo("t u"));
    }

    private TeamReadResult Read(string json) => _reader.Read(Encoding.UTF8.GetBytes(json));
}
