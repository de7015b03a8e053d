using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The function's process is killed (SIGKILL) after its n-th AWS call, for every n, and run again as Lambda's retry would.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class KilledTests
{
    private const string Event =
        """
        {"name":"team","accounts":[
          {"name":"one","roleArn":"arn:aws:iam::123456789999:role/one"},
          {"name":"two","roleArn":"arn:aws:iam::123456789999:role/two"},
          {"name":"combined","roleArn":"arn:aws:iam::123456789999:role/combined","layout":"combined"}]}
        """;

    private const string Combined = "combined";

    private static readonly string[] Accounts = ["one", "two", Combined];

    [TestCase("absent")]
    [TestCase("consistent")]
    [Category(Extent.Reliability)]
    public async Task Invoke_KilledAfterAnyCall_IsWholeAfterTheRetry(string start)
    {
        var calls = await CallsOfOneRotationAsync(start);
        Assert.That(calls, Is.GreaterThanOrEqualTo(26), "two accounts make at least eleven calls each, and the one with the combined layout four");

        var cases = Extent.Cases(Enumerable.Range(1, calls), oneIn: 7);
        var progress = new ProgressLines($"killed after any call, from {start}", every: 5, cases.Count);
        foreach (var n in cases)
        {
            await KillAfterAsync(start, n);
            progress.Count();
        }

        TestContext.Out.WriteLine($"killed after {string.Join(", ", cases)} of {calls} calls");
    }

    private static async Task<int> CallsOfOneRotationAsync(string start)
    {
        await using var harness = await StartAsync(start);
        await harness.InvokeAsync(Event);
        return harness.Aws.Calls.Count;
    }

    private static async Task KillAfterAsync(string start, int n)
    {
        await using var harness = await StartAsync(start);
        var before = Accounts.ToDictionary(account => account, account => Session(harness, account));
        // The n-th call is done, though no process is left to receive the response; later ones do not reach AWS any more.
        harness.Aws.On(call => call.Number == n).Do(() => harness.Function.KillAsync());
        harness.Aws.On(call => call.Number > n).Respond(Fault.AccessDenied);
        _ = harness.InvokeAsync(Event);
        await harness.Function.Exited.WaitAsync(TestContext.CurrentContext.CancellationToken);
        var changed = harness.Aws.Calls
            .Where(call => call.Operation is "UpdateSecretVersionStage" || (call.Operation is "PutSecretValue" && call.Resource == Name(Combined)))
            .Select(call => call.Resource)
            .ToList();
        foreach (var account in Accounts.Where(account => start is "consistent" && !changed.Exists(name => name.StartsWith(Name(account), StringComparison.Ordinal))))
        {
            Assert.That(Session(harness, account), Is.EqualTo(before[account]), $"{account} changed before its promotion, killed after call {n}");
        }

        harness.Aws.ClearRules();
        var result = await harness.InvokeNewProcessAsync(Event);

        Assert.That(result.IsError, Is.False, $"killed after call {n}: {result.Json}");
        Assert.That(Accounts.Select(account => Session(harness, account)), Has.None.Null, $"killed after call {n}");
    }

    private static async Task<FunctionHarness> StartAsync(string start)
    {
        var harness = await FunctionHarness.StartAsync(("CredentialRotation__MinimumAge", "00:00:00"));
        if (start is "consistent")
        {
            await harness.InvokeAsync(Event);
            harness.Aws.ForgetCalls();
        }

        return harness;
    }

    private static string Name(string account) => $"/concourse/team/{account}";

    private static LocalIdentity? Session(FunctionHarness harness, string account) => harness.Aws.Sts.Sessions.SingleOrDefault(session => account is Combined
        ? ProcessCredentials.AreOf(session, harness.Aws.Secrets.Read(Name(account)))
        : harness.Aws.Secrets.Read($"{Name(account)}-access-key") == session.AccessKeyId
            && harness.Aws.Secrets.Read($"{Name(account)}-secret-key") == session.SecretAccessKey
            && harness.Aws.Secrets.Read($"{Name(account)}-session-token") == session.SessionToken);
}
