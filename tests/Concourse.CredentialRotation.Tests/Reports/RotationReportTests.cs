namespace Concourse.CredentialRotation.Tests.Reports;

public sealed class RotationReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 28, 15, TimeSpan.Zero);
    private static readonly RotationId Id = RotationId.Create(Now);

    private static readonly TestCaseData[] Outcomes =
    [
        new(new RotatedOutcome("lab", Id, Now.AddHours(1), ["/concourse/team/lab-access-key", "/concourse/team/lab-secret-key"], ["Short."]) { AccessKeyId = "ASIAEXAMPLE" },
            $$"""{"account":"lab","outcome":"rotated","rotationId":"{{Id}}","accessKeyId":"ASIAEXAMPLE","expiration":"2026-11-22T21:28:15Z","paths":["/concourse/team/lab-access-key","/concourse/team/lab-secret-key"],"warnings":["Short."]}"""),
        new(new SkippedOutcome("lab", Id, ["/concourse/team/lab-access-key"]),
            $$"""{"account":"lab","outcome":"skipped","rotationId":"{{Id}}","paths":["/concourse/team/lab-access-key"]}"""),
        new(new SkippedOutcome("lab", Id, []) { Age = TimeSpan.FromMilliseconds(90_900), EstimatedExpiration = Now.ToOffset(TimeSpan.FromHours(1)).AddHours(1) },
            $$"""{"account":"lab","outcome":"skipped","rotationId":"{{Id}}","ageSeconds":90,"estimatedExpiration":"2026-11-22T21:28:15Z","paths":[]}"""),
        new(new SupersededOutcome("lab") { RotationId = Id, Age = TimeSpan.FromSeconds(1), EstimatedExpiration = Now },
            $$"""{"account":"lab","outcome":"superseded","rotationId":"{{Id}}","ageSeconds":1,"estimatedExpiration":"2026-11-22T20:28:15Z"}"""),
        new(new SupersededOutcome("lab"), """{"account":"lab","outcome":"superseded"}"""),
        new(new FailedOutcome("lab", RotationStep.Assume, "Not \"allowed\"\nhere."), """{"account":"lab","outcome":"failed","step":"assume","message":"Not \u0022allowed\u0022\nhere."}"""),
        new(new FailedOutcome("lab", RotationStep.Stage, "No.") { RoleArn = "arn", ErrorCode = "AccessDenied", AwsRequestId = "1-2" },
            """{"account":"lab","outcome":"failed","step":"stage","message":"No.","roleArn":"arn","errorCode":"AccessDenied","awsRequestId":"1-2"}"""),
        new(new TornOutcome("lab", "No.") { RoleArn = "arn", ErrorCode = "AccessDenied", AwsRequestId = "1-2" },
            """{"account":"lab","outcome":"torn","message":"No.","roleArn":"arn","errorCode":"AccessDenied","awsRequestId":"1-2"}"""),
        new(new TornOutcome("lab", "No response."), """{"account":"lab","outcome":"torn","message":"No response."}"""),
    ];

    [TestCaseSource(nameof(Outcomes))]
    public void ToJson_OneAccount_HasAllOfItsOutcome(AccountOutcome outcome, string json)
    {
        var report = new RotationReport("blue", [outcome]);

        Assert.That(report.ToJson(), Is.EqualTo($$"""{"team":"blue","accounts":[{{json}}],"throttledRequests":0,"throttledWaitSeconds":0,"succeeded":{{(outcome.Succeeded ? "true" : "false")}}}"""));
    }

    [Test]
    public void ToJson_SeveralAccounts_HasThemInTheirOrder()
    {
        var report = new RotationReport("blue", [new SupersededOutcome("a"), new TornOutcome("b", "m")]);

        Assert.That(
            report.ToJson(),
            Is.EqualTo("""{"team":"blue","accounts":[{"account":"a","outcome":"superseded"},{"account":"b","outcome":"torn","message":"m"}],"throttledRequests":0,"throttledWaitSeconds":0,"succeeded":false}"""));
    }
}
