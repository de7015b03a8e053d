using System.Text.Json;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The first message that the on-call engineer reads.</summary>
public sealed class RotationFailedExceptionTests
{
    // The official runtime replaces an error of more than this with a sentence that says so.
    private const int MaxLambdaError = 256 * 1024;

    [Test]
    public void Message_OneAccount_HasItsStepAndMessage() =>
        Assert.That(
            Message(new SupersededOutcome { Account = "one" }, Failed("lab", RotationStep.Assume, "Denied.")),
            Is.EqualTo("1 of 2 accounts of team blue were not rotated. lab failed at assume: Denied."));

    [TestCase("Role arn:aws:iam::{id}:role/{name} is not for us.")]
    [TestCase("The secret /concourse/blue/{name}-access-key is not available.")]
    [TestCase("Denied on /concourse/blue/{name}-access-key. AWS request ID: 5b9c{id}. Allow it. AWS request ID: 7{id}-1.")]
    [TestCase("The new session is arn:aws:sts::{id}:assumed-role/other/{name}, not a session of {name}.")]
    public void Message_SameReasonForSeveralAccounts_IsGivenOnce(string template)
    {
        string[] names = ["avail", "able", "prod.eu"];

        var message = Message([.. names.Select((name, i) => Failed(name, RotationStep.Assume, Fill(template, name, i)))]);

        Assert.That(message, Is.EqualTo(
            $"3 of 3 accounts of team blue were not rotated. 3 accounts failed at assume: avail, able, prod.eu. The message for avail: {Fill(template, "avail", 0)}"));
    }

    [Test]
    public void Message_OtherReasonOrStep_IsGivenSeparately()
    {
        var message = Message(
            Failed("one", RotationStep.Stage, "Denied."),
            Failed("two", RotationStep.Stage, "Throttled."),
            Failed("three", RotationStep.Promote, "Denied."));

        Assert.That(message, Does.EndWith(" one failed at stage: Denied. two failed at stage: Throttled. three failed at promote: Denied."));
    }

    [Test]
    public void Message_TornAccounts_ComeFirst()
    {
        var message = Message(Failed("one", RotationStep.Stage, "Denied."), Torn("two", "No response."), Torn("three", "No response."));

        Assert.That(message, Does.EndWith(" 2 accounts are torn, with secrets of different sessions: two, three. The message for two: No response. one failed at stage: Denied."));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Message_ThousandAccounts_NamesEachAndFitsIntoLambdasError(bool isSameReason)
    {
        string[] names = [.. Enumerable.Range(0, 1000).Select(i => $"{i:0000}{new string('x', 124)}")];

        var message = Message([.. names.Select((name, i) => Failed(name, RotationStep.Assume, $"{(isSameReason ? 0 : i)}{Emoji(5000)}"))]);

        Assert.That(JsonSerializer.SerializeToUtf8Bytes(message), Has.Length.LessThan(MaxLambdaError));
        Assert.That(names.Where(name => !message.Contains(name, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Message_MoreThanAThousandAccounts_CountsTheRest()
    {
        var message = Message([.. Enumerable.Range(0, 1500).Select(i => Failed($"account-{i}", RotationStep.Assume, "Denied."))]);

        Assert.That(message, Does.Contain("1500 accounts failed at assume: account-0, ").And.EndsWith("account-999, 500 more. The message for account-0: Denied."));
    }

    [Test]
    public void Message_RequestsWereThrottled_HasTheirNumberAndTheWait()
    {
        var report = new RotationReport
        {
            Team = "blue",
            Accounts = [Failed("lab", RotationStep.Stage, "Rate exceeded.")],
            ThrottledRequests = 12,
            ThrottledWait = TimeSpan.FromSeconds(41.25),
        };

        Assert.That(
            new RotationFailedException(Make.Team("blue", [Make.Account("lab", "arn:aws:iam::123456789012:role/lab")]), report).Message,
            Does.EndWith(" AWS throttled 12 requests; the rotation waited 41.3 seconds to send them again."));
    }

    [Test]
    public void StackTrace_Thrown_IsNull()
    {
        var thrown = Assert.Throws<RotationFailedException>(() => throw new RotationFailedException(Make.Team("blue", []), new RotationReport { Team = "blue", Accounts = [] }));

        Assert.That(thrown!.StackTrace, Is.Null);
    }

    private static string Message(params AccountOutcome[] outcomes)
    {
        var team = Make.Team("blue", [.. outcomes.Select((outcome, i) => Make.Account(outcome.Account, $"arn:aws:iam::{Id(i)}:role/{outcome.Account}"))]);
        return new RotationFailedException(team, new RotationReport { Team = "blue", Accounts = outcomes }).Message;
    }

    private static FailedOutcome Failed(string account, RotationStep step, string message) => new() { Account = account, Step = step, Error = new() { Message = message } };

    private static TornOutcome Torn(string account, string message) => new() { Account = account, Error = new() { Message = message } };

    private static string Fill(string template, string name, int i) =>
        template.Replace("{name}", name, StringComparison.Ordinal).Replace("{id}", Id(i), StringComparison.Ordinal);

    private static string Id(int i) => $"{100_000_000_000 + i}";

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("😀", count));
}
