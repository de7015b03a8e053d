using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Teams;

public sealed class SessionRulesTests
{
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private static readonly TeamValidator Validator = Compose.Validator();

    private static IEnumerable<TestCaseData<SessionSettings>> Proper =>
    [
        new(new SessionSettings()),
        new(new SessionSettings { Name = "{{.Team}}-{{.Account}}" }),
        new(new SessionSettings { PolicyArns = [.. Enumerable.Range(0, 10).Select(i => $"arn:aws-cn:iam::123456789012:policy/path/p{i}")] }),
        new(new SessionSettings { Policy = $$"""{"Statement":"{{new string('x', 2048 - 16)}}"}""" }),
        new(new SessionSettings { Tags = Enumerable.Range(0, 50).ToDictionary(i => $"größe {i}", _ => "") }),
        new(new SessionSettings { Tags = new Dictionary<string, string> { [new string('k', 128)] = new('v', 256) }, TransitiveTagKeys = [new('k', 128)] }),
        new(new SessionSettings { SourceIdentity = new string('s', 64) }),
    ];

    private static IEnumerable<TestCaseData<SessionSettings, string>> Improper =>
    [
        new(new SessionSettings { Name = "x y" }, "name: must expand to 2–64 characters from"),
        new(new SessionSettings { Name = "x" }, "name: must expand to 2–64 characters from"),
        new(new SessionSettings { Name = new string('n', 64) + "{{.Team}}" }, "name: must expand to 2–64 characters from"),
        new(new SessionSettings { Name = "{{.Pipeline}}" }, "name: must expand to 2–64 characters from"),
        new(new SessionSettings { PolicyArns = [.. Enumerable.Repeat(ReadOnly, 11)] }, "policyArns: must have at most 10 ARNs, but has 11"),
        new(new SessionSettings { PolicyArns = [ReadOnly, "ReadOnlyAccess"] }, "policyArns[1]: must be the ARN of an IAM policy"),
        new(new SessionSettings { Policy = "{" }, "policy: must be a policy in JSON, but was '{'"),
        new(new SessionSettings { Policy = "[]" }, "policy: must be a policy in JSON, but was '[]'"),
        new(new SessionSettings { PolicyArns = [ReadOnly], Policy = $$"""{"Statement":"{{new string('x', 2048 - 16)}}"}""" }, $"policy: must have at most 2048 characters together with the policyArns, but they have {2048 + ReadOnly.Length}"),
        new(new SessionSettings { Tags = Enumerable.Range(0, 51).ToDictionary(i => $"k{i}", _ => "") }, "tags: must have at most 50 tags, but has 51"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { [""] = "" } }, "tags: must have keys of 1 to 128"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { [new string('k', 129)] = "" } }, "tags: must have keys of 1 to 128"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { ["k"] = new('v', 257) } }, "tags: must have keys of 1 to 128"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { ["AWS:k"] = "" } }, "tags: must have keys of 1 to 128"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { ["k"] = "a;b" } }, "tags: must have keys of 1 to 128"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { ["Key"] = "", ["key"] = "" } }, "tags: must have each key only once, without regard to case, but has 'key' twice"),
        new(new SessionSettings { Tags = new Dictionary<string, string> { ["k"] = "" }, TransitiveTagKeys = ["l"] }, "transitiveTagKeys: must contain only keys of the tags, but contains 'l'"),
        new(new SessionSettings { SourceIdentity = "s" }, "sourceIdentity: must be 2–64 characters from"),
        new(new SessionSettings { SourceIdentity = new string('s', 65) }, "sourceIdentity: must be 2–64 characters from"),
        new(new SessionSettings { SourceIdentity = "two words" }, "sourceIdentity: must be 2–64 characters from"),
    ];

    [TestCaseSource(nameof(Proper))]
    public void Validate_SessionThatStsTakes_HasNoProblem(SessionSettings session) => Assert.That(Problems(session), Is.Empty);

    [TestCaseSource(nameof(Improper))]
    public void Validate_SessionThatStsRefuses_IsNamed(SessionSettings session, string problem) =>
        Assert.That(Problems(session).Single(), Does.StartWith($"accounts[0].session.{problem}"));

    private static List<string> Problems(SessionSettings session) =>
        [.. Validator.Validate(Make.Team("t", [Make.Account("a", "arn:aws:iam::123456789999:role/ci", null, session)])).Select(problem => problem.ToString())];
}
