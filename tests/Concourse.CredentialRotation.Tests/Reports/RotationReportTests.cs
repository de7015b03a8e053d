using System.Text.Json;

namespace Concourse.CredentialRotation.Tests.Reports;

public sealed class RotationReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 28, 15, TimeSpan.Zero);
    private static readonly RotationId Id = RotationId.Create(Now);

    private static readonly RotationError Denied = new() { Message = "No.", ErrorCode = "AccessDenied", AwsRequestId = "1-2" };

    private static readonly TestCaseData[] Outcomes =
    [
        new(
            new RotatedOutcome
            {
                Account = "lab",
                RotationId = Id,
                Expiration = Now.AddHours(1),
                AccessKeyId = "ASIAEXAMPLE",
                Paths = ["/concourse/team/lab-access-key", "/concourse/team/lab-secret-key"],
                Warnings = ["Short."],
            },
            $$"""{"account":"lab","outcome":"rotated","rotationId":"{{Id}}","accessKeyId":"ASIAEXAMPLE","expiration":"2026-11-22T21:28:15Z","paths":["/concourse/team/lab-access-key","/concourse/team/lab-secret-key"],"warnings":["Short."]}"""),
        new(
            new RotatedOutcome { Account = "lab", RotationId = Id, Expiration = Now, Paths = ["/concourse/team/lab"], LeftBehind = ["/concourse/team/lab-access-key"] },
            $$"""{"account":"lab","outcome":"rotated","rotationId":"{{Id}}","expiration":"2026-11-22T20:28:15Z","paths":["/concourse/team/lab"],"leftBehind":["/concourse/team/lab-access-key"],"warnings":[]}"""),
        new(new SkippedOutcome { Account = "lab", RotationId = Id, Paths = ["/concourse/team/lab-access-key"] },
            $$"""{"account":"lab","outcome":"skipped","rotationId":"{{Id}}","paths":["/concourse/team/lab-access-key"]}"""),
        new(
            new SkippedOutcome
            {
                Account = "lab",
                RotationId = Id,
                Age = TimeSpan.FromMilliseconds(90_900),
                EstimatedExpiration = Now.ToOffset(TimeSpan.FromHours(1)).AddHours(1),
                Paths = [],
            },
            $$"""{"account":"lab","outcome":"skipped","rotationId":"{{Id}}","ageSeconds":90,"estimatedExpiration":"2026-11-22T21:28:15Z","paths":[]}"""),
        new(new SkippedOutcome { Account = "lab", Paths = [] }, """{"account":"lab","outcome":"skipped","paths":[]}"""),
        new(new SupersededOutcome { Account = "lab", RotationId = Id, Age = TimeSpan.FromSeconds(1), EstimatedExpiration = Now },
            $$"""{"account":"lab","outcome":"superseded","rotationId":"{{Id}}","ageSeconds":1,"estimatedExpiration":"2026-11-22T20:28:15Z"}"""),
        new(new SupersededOutcome { Account = "lab" }, """{"account":"lab","outcome":"superseded"}"""),
        new(
            new FailedOutcome { Account = "lab", Step = RotationStep.Assume, Error = new() { Message = "Not \"allowed\"\nhere." } },
            """{"account":"lab","outcome":"failed","step":"assume","message":"Not \u0022allowed\u0022\nhere."}"""),
        new(new FailedOutcome { Account = "lab", Step = RotationStep.Stage, Error = Denied, RoleArn = "arn" },
            """{"account":"lab","outcome":"failed","step":"stage","message":"No.","roleArn":"arn","errorCode":"AccessDenied","awsRequestId":"1-2"}"""),
        new(new FailedOutcome { Account = "lab", Step = RotationStep.Promote, MayBeWritten = true, Error = Denied },
            """{"account":"lab","outcome":"failed","step":"promote","mayBeWritten":true,"message":"No.","errorCode":"AccessDenied","awsRequestId":"1-2"}"""),
        new(new TornOutcome { Account = "lab", Error = Denied, RoleArn = "arn" },
            """{"account":"lab","outcome":"torn","message":"No.","roleArn":"arn","errorCode":"AccessDenied","awsRequestId":"1-2"}"""),
        new(new TornOutcome { Account = "lab", Error = new() { Message = "No response." } }, """{"account":"lab","outcome":"torn","message":"No response."}"""),
    ];

    [TestCaseSource(nameof(Outcomes))]
    public void ToJson_OneAccount_HasAllOfItsOutcome(AccountOutcome outcome, string json)
    {
        var report = new RotationReport { Team = "blue", Accounts = [outcome] };

        Assert.That(report.ToJson(), Is.EqualTo($$"""{"team":"blue","accounts":[{{json}}],"throttledRequests":0,"throttledWaitSeconds":0,"succeeded":{{(outcome.Succeeded ? "true" : "false")}}}"""));
    }

    [Test]
    public void ToJson_SeveralAccounts_HasThemInTheirOrder()
    {
        var report = new RotationReport
        {
            Team = "blue",
            Accounts = [new SupersededOutcome { Account = "a" }, new TornOutcome { Account = "b", Error = new() { Message = "m" } }],
        };

        Assert.That(
            report.ToJson(),
            Is.EqualTo("""{"team":"blue","accounts":[{"account":"a","outcome":"superseded"},{"account":"b","outcome":"torn","message":"m"}],"throttledRequests":0,"throttledWaitSeconds":0,"succeeded":false}"""));
    }

    [Test]
    public void Serialize_WithSystemTextJson_IsTheSame()
    {
        var report = new RotationReport { Team = "blue", Accounts = [new SkippedOutcome { Account = "a", RotationId = Id, Paths = ["/a"] }], ThrottledRequests = 3 };

        Assert.That(JsonSerializer.Serialize(report), Is.EqualTo(report.ToJson()));
    }

    [Test]
    public void Equals_SameContents_IsTrue()
    {
        RotationReport[] reports =
        [
            .. Enumerable.Repeat(0, 2).Select(_ => new RotationReport { Team = "blue", Accounts = [new SkippedOutcome { Account = "a", RotationId = Id, Paths = ["/a", "/b"] }] }),
        ];

        Assert.That(reports[0], Is.EqualTo(reports[1]));
        Assert.That(reports[0].GetHashCode(), Is.EqualTo(reports[1].GetHashCode()));
    }

    [Test]
    public void ToString_Collections_ShowTheirElements() =>
        Assert.That($"{new SkippedOutcome { Account = "a", Paths = ["/a", "/b"] }}", Does.Contain("Paths = [/a, /b]"));
}
