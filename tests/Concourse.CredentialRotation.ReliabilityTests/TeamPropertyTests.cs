using System.Globalization;
using System.Text;
using Concourse.CredentialRotation.Tests.Shared;
using CsCheck;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>Any event, and any team. The environment variable EVENTS says how many events are read; `make fuzz` sets it high.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class TeamPropertyTests
{
    private const int MaxMessageLength = 12_000;

    private static readonly int Events = Extent.Size("EVENTS", sample: 20_000, full: 20_000);
    private static readonly TeamValidator Validator = Compose.Validator();
    private static readonly TeamReader Reader = new(Validator);
    private static readonly AccountSecrets Secrets = Compose.AccountSecrets();

    private static readonly Gen<SecretLayout?> AnyLayout = Gen.OneOf<SecretLayout?>(null, SecretLayout.Separate, SecretLayout.Combined, SecretLayout.Both);

    private static readonly Gen<Team> AnyTeam = Gen.Select(
        AnyEvent.Name,
        Gen.Select(AnyEvent.Name, AnyEvent.RoleArn, Gen.Frequency((3, Gen.Const((int?)null)), (1, Gen.Int[0, 50_000].Select(seconds => (int?)seconds))), AnyLayout).List[0, 4],
        (name, accounts) => Make.Team(name, [.. accounts.Select(account => Make.Account(account.Item1, account.Item2, account.Item3, layout: account.Item4))]));

    [Test]
    public void Read_AnyBytes_GivesATeamOrItsErrors() => AnyEvent.Bytes.Sample(IsReadOrRejected, iter: Events);

    [Test]
    public void Read_DamagedEvent_GivesATeamOrItsErrors() => AnyEvent.Damaged.Sample(IsReadOrRejected, iter: Events);

    [Test]
    public void Read_AnyJson_GivesATeamOrItsErrors() => AnyEvent.Json.Sample(IsReadOrRejected, iter: Events);

    [TestCase(100_000)]
    public void Read_DeeplyNested_IsRejected(int depth) =>
        Assert.That(IsRejectedInShort(new string('[', depth)), Is.True);

    [Test]
    public void Read_Huge_IsRead()
    {
        var accounts = Enumerable.Range(0, 10_000).Select(i => $$"""{"name":"account-{{i}}","roleArn":"arn:aws:iam::123456789012:role/ci"}""");

        var team = Reader.Read(Encoding.UTF8.GetBytes($$"""{"name":"team","accounts":[{{string.Join(',', accounts)}}]}""")).EnsureValid();

        Assert.That(team.Accounts, Has.Count.EqualTo(10_000));
    }

    [TestCase("[{0}]")]
    [TestCase("""{{"name":"t","accounts":[{0}]}}""")]
    [TestCase("""{{"name":"t","accounts":[{{"name":"a","roleArn":"arn:aws:iam::123456789012:role/ci","session":{{"policyArns":[{0}]}}}}]}}""")]
    public void Read_ManyErrors_HasAShortMessage(string shape)
    {
        var json = string.Format(CultureInfo.InvariantCulture, shape, string.Join(',', Enumerable.Repeat("\"x\"", 200_000)));

        Assert.That(IsRejectedInShort(json), Is.True);
    }

    [TestCase("""{{"{0}":1,"{0}":1}}""")]
    [TestCase("""{{"name":"{0}","accounts":[{{"name":"{0}","roleArn":"{0}","session":{{"tags":{{"{0}":1}},"name":"{0}","sourceIdentity":"{0}"}}}}]}}""")]
    public void Read_HugeTexts_HasAShortMessage(string shape)
    {
        var json = string.Format(CultureInfo.InvariantCulture, shape, new string('x', 1_000_000));

        Assert.That(IsRejectedInShort(json), Is.True);
    }

    [Test]
    public void Validate_AnyTeamThatIsAccepted_StaysInItsOwnPath() =>
        AnyTeam.Sample(
            team =>
            {
                if (Validator.Validate(team).Count > 0)
                {
                    return true;
                }

                var names = team.Accounts.SelectMany(account => Secrets.GetEntries(team, account)).Select(secret => secret.Name).ToList();
                return names.Distinct().Count() == names.Count
                    && names.TrueForAll(name => name.StartsWith($"/concourse/{team.Name}/", StringComparison.Ordinal)
                        && !name.Contains("..", StringComparison.Ordinal)
                        && name.Count(character => character == '/') == 3
                        && SecretName.Validate(name) is null);
            },
            iter: 50_000);

    [Test]
    public async Task Rotate_AnyTeam_IsRefusedWithoutAnyCallOrWritesOnlyIntoItsOwnPath()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Policy = null; // The events name roles that the module's policy does not allow.
        var (refused, rotated) = (0, 0);

        await AnyTeam.SampleAsync(
            async team =>
            {
                harness.Aws.ForgetCalls();
                try
                {
                    await harness.RotateAsync(team);
                    rotated++;
                }
                catch (InvalidTeamException)
                {
                    refused++;
                    return harness.Aws.Calls.Count == 0;
                }

                return harness.Aws.Calls.Where(call => !call.IsSts).All(call => call.Resource.StartsWith($"/concourse/{team.Name}/", StringComparison.Ordinal));
            },
            iter: 500,
            threads: 1);

        TestContext.Out.WriteLine($"{refused} refused, {rotated} rotated");
        Assert.That(refused, Is.Positive);
        Assert.That(rotated, Is.Positive);
    }

    private static bool IsReadOrRejected(byte[] json)
    {
        var result = Reader.Read(json);
        return result.IsValid || IsRejectedInShort(result);
    }

    private static bool IsRejectedInShort(string json) => IsRejectedInShort(Reader.Read(Encoding.UTF8.GetBytes(json)));

    private static bool IsRejectedInShort(TeamReadResult result)
    {
        return !result.IsValid
            && new InvalidTeamException(result.Errors).Message.Length < MaxMessageLength
            && result.Errors.Count > 0
            && result.Errors.All(error => error.Field.Length > 0 && error.Message.Length > 0);
    }
}
