namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>The table of causes.</summary>
public sealed class CausesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);

    [TestCase("An error occurred (ExpiredToken) when calling …: The provided token has expired.", "Expired")]
    [TestCase("ExpiredTokenException: The security token included in the request is expired", "Expired")]
    [TestCase("Credentials were refreshed, but the refreshed credentials are still expired.", "Expired")]
    [TestCase("An error occurred (RequestExpired) when calling the DescribeInstances operation: Request has expired.", "Expired")]
    [TestCase("An error occurred (AuthFailure) when calling …: AWS was not able to validate the provided access credentials", "InvalidToken")]
    [TestCase("AccessDeniedException: Access to KMS is not allowed", "SecretDenied")]
    [TestCase("DecryptionFailure: Secrets Manager can't decrypt the protected secret text using the provided KMS key.", "KeyUnusable")]
    [TestCase("InvalidClientTokenId: The security token included in the request is invalid.", "InvalidToken")]
    [TestCase("UnrecognizedClientException", "InvalidToken")]
    [TestCase("<Code>InvalidToken</Code>", "InvalidToken")]
    [TestCase("SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.", "WrongSignature")]
    [TestCase("SignatureDoesNotMatch: Signature expired: 20261126T030000Z is now earlier than …", "WrongClock")]
    [TestCase("InvalidSignatureException", "WrongSignature")]
    [TestCase("InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.", "MissingToken")]
    [TestCase("AccessDenied", "AccessDenied")]
    [TestCase("AccessDeniedException: User: … is not authorized to perform: s3:PutObject", "AccessDenied")]
    [TestCase("AccessDenied: … is not authorized to perform: s3:PutObject because no session policy allows the s3:PutObject action", "SessionPolicyDenied")]
    [TestCase("AccessDenied: … is not authorized to perform: s3:PutObject with an explicit deny in an identity-based policy", "ExplicitlyDenied")]
    [TestCase("UnauthorizedOperation", "AccessDenied")]
    [TestCase("AccessDeniedException: … is not authorized to perform: secretsmanager:GetSecretValue on resource: …", "SecretDenied")]
    [TestCase("undefined vars: divx-lab", "UndefinedVariable")]
    [TestCase("Unable to locate credentials. You can configure credentials by running \"aws configure\".", "NoCredentials")]
    [TestCase("ThrottlingException: Rate exceeded", "Throttled")]
    [TestCase("make: *** [all] Error 2", "Unknown")]
    public void Parse_TextOfAPipeline_HasItsKind(string text, string kind) =>
        Assert.That(PipelineError.Parse(text).Kind, Is.EqualTo(Enum.Parse<ErrorKind>(kind)));

    // The first two are Lambda's, the others a build's own.
    [TestCase("2026-11-26T03:09:05.123Z 8f507cfc-e1d5-4697-b07a-ac58fc914c95 Task timed out after 300.00 seconds", true)]
    [TestCase("REPORT RequestId: 8f507cfc-e1d5-4697-b07a-ac58fc914c95\tDuration: 300000.00 ms\tStatus: timeout", true)]
    [TestCase("Task timed out after 3600 seconds\nExpiredToken", false)]
    [TestCase("HTTP status: timeout", false)]
    [TestCase("""{"type":"platform.report","record":{"status":"success"}}""", false)]
    public void Find_Timeout_IsOnlyThatOfLambda(string text, bool expected) =>
        Assert.That(FunctionError.Find(text)?.Kind is ErrorKind.FunctionTimedOut, Is.EqualTo(expected));

    [TestCase("SlowDown")]
    [TestCase("ThrottlingException")]
    [TestCase("TooManyRequestsException")]
    public void Find_ThrottlingCodeOfTheLog_IsTheQuota(string code) => Assert.That(
        FunctionError.Find($$"""{"eventName":"accountFailed","team":"a","account":"b","step":"stage","errorCode":"{{code}}","error":"…"}""")?.Kind, Is.EqualTo(ErrorKind.QuotaExceeded));

    [TestCase("key ASIAXEXAMPLE7QW2ZB5K.", "ASIAXEXAMPLE7QW2ZB5K")]
    [TestCase("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE")]
    [TestCase("xASIAXEXAMPLE7QW2ZB5K", null)]
    [TestCase("ASIAXEXAMPLE7QW2ZB5KX", null)]
    public void Parse_TextOfAPipeline_HasItsAccessKey(string text, string? id) => Assert.That(PipelineError.Parse(text).AccessKeyId, Is.EqualTo(id));

    // Stage, condition of the set, minutes since the session ended (negative: until it ends), minutes from its end to its replacement.
    [TestCase("Expired", "AWSCURRENT", "Expired", 10, null, "Yes", "has not been replaced since")]
    [TestCase("Expired", "AWSPREVIOUS", "Whole", 10, -10, "No", "was replaced in time")]
    [TestCase("Expired", "AWSPREVIOUS", "Whole", 30, 20, "Yes", "was only replaced at")]
    [TestCase("Expired", "AWSCURRENT", "Whole", -10, null, "No", "it is not the one that has expired")]
    [TestCase("InvalidToken", "AWSPREVIOUS", "Whole", -5, -10, "Renewal", "with the session token of another session")]
    [TestCase("WrongSignature", "AWSCURRENT", "Whole", -50, null, "Renewal", "with the secret key of another session")]
    [TestCase("InvalidToken", "AWSCURRENT", "Torn", -50, null, "Yes", "The set is torn")]
    [TestCase("AccessDenied", "AWSCURRENT", "Whole", -50, null, "No", "do not allow the action")]
    [TestCase("SessionPolicyDenied", "AWSCURRENT", "Whole", -50, null, "No", "the session policies of the account")]
    [TestCase("ExplicitlyDenied", "AWSCURRENT", "Whole", -50, null, "No", "sessions were revoked")]
    [TestCase("AccessDenied", "AWSCURRENT", "Torn", -50, null, "No", "do not allow the action")]
    [TestCase("MissingToken", "AWSCURRENT", "Whole", -50, null, "No", "without its session token")]
    [TestCase("WrongClock", "AWSCURRENT", "Whole", -50, null, "No", "clock")]
    [TestCase("SecretDenied", "AWSCURRENT", "Whole", -50, null, "No", "may not read the secret")]
    [TestCase("KeyUnusable", "AWSCURRENT", "Whole", -50, null, "No", "could not decrypt the secret")]
    [TestCase("Throttled", "AWSCURRENT", "Whole", -50, null, "No", "throttled")]
    [TestCase("Unknown", "AWSCURRENT", "Whole", -50, null, "No", "current and valid")]
    [TestCase("Unknown", "AWSCURRENT", "Expired", 10, null, "Yes", "it was not renewed")]
    [TestCase("Unknown", "AWSCURRENT", "Torn", -10, null, "Yes", "The set is torn")]
    [TestCase("Unknown", "AWSPREVIOUS", "Whole", 10, -10, "No", "and has ended")]
    [TestCase("Unknown", "AWSPREVIOUS", "Whole", -5, -10, "No", "is valid until its end")]
    [TestCase("Unknown", "AWSPENDING", "Whole", -50, null, "Unknown", "has not become current")]
    public void Find_SessionThatWasFound_HasItsVerdict(string kind, string stage, string condition, int minutesSinceEnd, int? replacedAfterEnd, string verdict, string text)
    {
        var end = Now.AddMinutes(-minutesSinceEnd);
        var session = new FoundSession
        {
            Team = "team",
            Account = "lab",
            RoleArn = CliHarness.RoleArn,
            Layout = SecretLayout.Separate,
            Stage = stage,
            Condition = Enum.Parse<SetCondition>(condition),
            RotatedAt = end.AddHours(-1),
            Expiration = end,
            ReplacedAt = replacedAfterEnd is { } minutes ? end.AddMinutes(minutes) : null,
        };

        var cause = Causes.Find(Enum.Parse<ErrorKind>(kind), session, Now);

        Assert.That(cause.Verdict, Is.EqualTo(Enum.Parse<Verdict>(verdict)), cause.Text);
        Assert.That(cause.Text, Does.Contain(text));
        Assert.That(cause.Remedy, Does.EndWith("."));
    }

    [Test]
    public void Find_CombinedLayout_PointsToFields()
    {
        var session = new FoundSession
        {
            Team = "team",
            Account = "lab",
            RoleArn = CliHarness.RoleArn,
            Layout = SecretLayout.Combined,
            Stage = SecretStages.Current,
            Condition = SetCondition.Whole,
            RotatedAt = Now,
            Expiration = Now.AddHours(1),
        };

        Assert.That(Causes.Find(ErrorKind.InvalidToken, session, Now).Text, Does.Contain("if the step refers to single fields"));
    }

    [Test]
    public void Find_AnyKindWithoutASession_HasACauseAndARemedy() =>
        Assert.That(Enum.GetValues<ErrorKind>().Select(Causes.Find), Has.All.Matches<Cause>(cause => cause!.Text.EndsWith('.') && cause.Remedy.EndsWith('.')));
}
