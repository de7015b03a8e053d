namespace Concourse.CredentialRotation.Tests.Reports;

public sealed class RotationReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 28, 15, TimeSpan.Zero);
    private static readonly RotationId Id = RotationId.Create(Now);

    private static readonly TestCaseData[] Outcomes =
    [
        new(new RotatedOutcome("lab", Id, Now.AddHours(1), ["/concourse/team/lab-access-key", "/concourse/team/lab-secret-key"], ["Short."]),
            $$"""{"account":"lab","outcome":"rotated","rotationId":"{{Id}}","expiration":"2026-11-22T21:28:15+00:00","paths":["/concourse/team/lab-access-key","/concourse/team/lab-secret-key"],"warnings":["Short."]}"""),
        new(new SkippedOutcome("lab", Id, ["/concourse/team/lab-access-key"]),
            $$"""{"account":"lab","outcome":"skipped","rotationId":"{{Id}}","paths":["/concourse/team/lab-access-key"]}"""),
        new(new SupersededOutcome("lab"), """{"account":"lab","outcome":"superseded"}"""),
        new(new FailedOutcome("lab", RotationStep.Assume, "Not \"allowed\"\nhere."), """{"account":"lab","outcome":"failed","step":"assume","message":"Not \u0022allowed\u0022\nhere."}"""),
        new(new TornOutcome("lab", "No answer."), """{"account":"lab","outcome":"torn","message":"No answer."}"""),
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
