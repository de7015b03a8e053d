using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests.Paths;

/// <summary>A path strategy by which two teams or accounts meet is found when the host starts.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SecretPathProbeTests
{
    [TestCase(TemplateSecretPathStrategy.DefaultTemplate)]
    [TestCase("/ci/{{ .Team }}/aws/{{.Account}}")]
    [TestCase("{{.Team}}/{{.Account}}.v1")]
    [TestCase("/{{.Account}}/{{.Team}}/{{.Account}}")]
    [TestCase("{{.Account}}/{{.Team}}")]
    [TestCase("/x/{{.Account}}{{.Account}}-{{.Team}}/{{.Team}}")]
    public void Problems_TemplateThatIsAccepted_AreNone(string template) =>
        Assert.That(SecretPathProbe.Problems(new TemplateSecretPathStrategy(template), null), Is.Empty);

    [Test]
    public void Problems_TemplateThatLeavesRoomForShortNamesOnly_AreNone() =>
        Assert.That(SecretPathProbe.Problems(new TemplateSecretPathStrategy($"/{new string('x', 470)}/{{{{.Team}}}}/{{{{.Account}}}}"), null), Is.Empty);

    [TestCase("/ci/{team}/{account}/{part}")]
    [TestCase("/ci/{account}/{team}={part}")]
    [TestCase("{team}+{account}+{part}")]
    public void Problems_StrategyWithANameForEach_AreNone(string shape) => Assert.That(Problems(Shape(shape)), Is.Empty);

    [TestCase("/ci/{account}/{part}", "AccessKey of team 'red', account 'app' and AccessKey of team 'blue', account 'app' are both '/ci/app/AccessKey'")]
    [TestCase("/ci/{team}/{part}", "AccessKey of team 'red', account 'app' and AccessKey of team 'red', account 'db' are both '/ci/red/AccessKey'")]
    [TestCase("/ci/{team}/{account}", "AccessKey of team 'red', account 'app' and SecretKey of team 'red', account 'app' are both '/ci/red/app'")]
    [TestCase("/ci/everything", "AccessKey of team 'red', account 'app' and SecretKey of team 'red', account 'app' are both '/ci/everything'")]
    [TestCase("/ci/{team}{account}/{part}", "AccessKey of team 'a', account 'aa' and AccessKey of team 'aa', account 'a' are both '/ci/aaa/AccessKey'")]
    [TestCase("/ci/{team}-{account}/{part}", "AccessKey of team 'a', account 'a-a' and AccessKey of team 'a-a', account 'a' are both '/ci/a-a-a/AccessKey'")]
    [TestCase("/ci/{account}_{team}/{part}", "AccessKey of team 'a', account 'a_a' and AccessKey of team 'a_a', account 'a' are both '/ci/a_a_a/AccessKey'")]
    [TestCase("/ci/{team}.{account}/{part}", "team 'a', account 'a.a' and AccessKey of team 'a.a', account 'a'")]
    [TestCase("/ci/{team}@{account}/{part}", "team 'a', account 'a@a' and AccessKey of team 'a@a', account 'a'")]
    [TestCase("/ci/{team}--{account}/{part}", "team 'a', account 'a--a' and AccessKey of team 'a--a', account 'a'")]
    [TestCase("/ci/{team}__{account}/{part}", "team 'a', account 'a__a' and AccessKey of team 'a__a', account 'a'")]
    public void Problems_StrategyByWhichTwoMeet_NameBothAndTheirPath(string shape, string problem) =>
        Assert.That(
            Problems(Shape(shape)),
            Has.Count.EqualTo(1).And.One.StartsWith("The path strategy Strategy must give every team, account and part a name of its own; ").And.One.Contains(problem));

    [Test]
    public void Problems_TeamLeftOutOfOnePartOnly_IsFound() =>
        Assert.That(
            Problems((team, account, part) => part is CredentialPart.SessionToken ? $"/ci/{account}/token" : $"/ci/{team}/{account}/{part}"),
            Has.One.EndsWith("SessionToken of team 'red', account 'app' and SessionToken of team 'blue', account 'app' are both '/ci/app/token'."));

    [Test]
    public void Problems_PartThatAnAccountsNameCanImitate_IsFound() =>
        Assert.That(
            Problems((team, account, part) => $"/ci/{team}/{account}{(part is CredentialPart.AccessKey ? "" : part is CredentialPart.SecretKey ? "-secret-key" : "-session-token")}"),
            Has.One.Contains("SecretKey of team 'red', account 'app' and AccessKey of team 'red', account 'app-secret-key' are both '/ci/red/app-secret-key'"));

    [TestCase("lower case")]
    [TestCase("no punctuation")]
    [TestCase("one kind of punctuation")]
    [TestCase("short")]
    public void Problems_StrategyThatMakesNamesAlike_AreFound(string kind)
    {
        Func<string, string> made = kind switch
        {
            "lower case" => name => name.ToLowerInvariant(),
            "no punctuation" => name => string.Concat(name.Where(char.IsLetterOrDigit)),
            "one kind of punctuation" => name => name.Replace('.', '-').Replace('@', '-').Replace('_', '-'),
            _ => name => name[..Math.Min(name.Length, 100)],
        };

        Assert.That(Problems((team, account, part) => $"/ci/{made(team)}/{account}/{part}"), Has.One.Contains("a name of its own"));
        Assert.That(Problems((team, account, part) => $"/ci/{team}/{made(account)}/{part}"), Has.One.Contains("a name of its own"));
    }

    [Test]
    public void Problems_AnotherNameEachTime_IsFoundOnce()
    {
        var calls = 0;

        Assert.That(
            Problems((team, account, part) => $"/ci/{team}/{account}/{part}/{calls++}"),
            Is.EqualTo(new[] { "The path strategy Strategy must give the same name every time; for AccessKey of team 'red', account 'app' it gave '/ci/red/app/AccessKey/0' and then '/ci/red/app/AccessKey/1'." }));
    }

    [TestCase("/ci/{team}/{account} {part}", "it gave '/ci/red/app AccessKey', which has a character other than A-Z a-z 0-9 / _ + = . @ -, and Secrets Manager takes no other.")]
    [TestCase("/ci/{team}/{account}/{part}-AbCdEf", "it gave '/ci/red/app/AccessKey-AbCdEf', which ends in a hyphen and six characters, which Secrets Manager takes for the end of an ARN.")]
    public void Problems_NameThatSecretsManagerRefuses_IsFoundOnce(string shape, string problem) =>
        Assert.That(Problems(Shape(shape)), Is.EqualTo(new[] { $"The path strategy Strategy must give names that Secrets Manager takes; for AccessKey of team 'red', account 'app' {problem}" }));

    [Test]
    public void Problems_NoName_IsFound() => Assert.That(Problems((_, _, _) => null!), Has.One.Contains("it gave '', which is empty"));

    [TestCase("/ci/", true)]
    [TestCase("/concourse/", false)]
    public void Problems_PathPrefix_BoundsEveryName(string prefix, bool isInside) =>
        Assert.That(
            Problems(Shape("/ci/{team}/{account}/{part}"), prefix),
            isInside ? Is.Empty : Is.EqualTo(new[] { "The path strategy Strategy must give names below '/concourse/' (setting PathPrefix); for AccessKey of team 'red', account 'app' it gave '/ci/red/app/AccessKey'." }));

    [Test]
    public void Problems_StrategyThatThrows_HaveTheInputAndTheReason() =>
        Assert.That(
            Problems((team, _, _) => throw new KeyNotFoundException($"no team {team}")),
            Is.EqualTo(new[] { "The path strategy Strategy must have a name for every team and account; for AccessKey of team 'red', account 'app' it threw KeyNotFoundException: no team red." }));

    [Test]
    public void Problems_OfSeveralKinds_AreAllFoundAtOnce() =>
        Assert.That(
            Problems((team, account, part) => account is "db" ? throw new InvalidOperationException("no") : $"/other/{account} {part}", "/ci/"),
            Has.Exactly(4).Items.And.One.Contains("a name of its own").And.One.Contains("below '/ci/'").And.One.Contains("that Secrets Manager takes").And.One.Contains("InvalidOperationException: no"));

    [Test]
    public async Task GetRequiredService_RotatorWithAStrategyByWhichTeamsMeet_ThrowsBeforeAnyCall()
    {
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton<ISecretPathStrategy>(new Strategy(Shape("/concourse/{account}/{part}"))));

        Assert.That(() => harness.Rotator, Throws.TypeOf<OptionsValidationException>().With.Message.Contains("team 'red', account 'app' and AccessKey of team 'blue', account 'app'"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public void StartupValidator_StrategyByWhichTeamsMeet_Throws() =>
        Assert.That(
            StartupProblems(services => services.AddSingleton<ISecretPathStrategy>(new Strategy(Shape("/ci/{account}/{part}")))),
            Has.One.Contains("a name of its own"));

    [Test]
    public void StartupValidator_StrategyRegisteredAfterwards_IsProbed() =>
        Assert.That(
            StartupProblems(services => services.AddConcourseCredentialRotation().AddSingleton<ISecretPathStrategy>(new Strategy(Shape("/ci/{account}/{part}")))),
            Has.One.Contains("a name of its own"));

    [Test]
    public void StartupValidator_TemplateOutsideOfThePrefix_Throws() =>
        Assert.That(
            StartupProblems(services => services.AddConcourseCredentialRotation(options => options.PathPrefix = "/ci/")),
            Has.One.Contains("below '/ci/'"));

    [Test]
    public void StartupValidator_StrategyThatUsesTheOptions_IsProbed() =>
        Assert.That(StartupProblems(services => services.AddSingleton<ISecretPathStrategy, StrategyWithOptions>()), Is.Empty);

    private static IEnumerable<string> StartupProblems(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        services.AddConcourseCredentialRotation();
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }

    private static IReadOnlyList<string> Problems(Func<string, string, CredentialPart, string> path, string? prefix = null) =>
        SecretPathProbe.Problems(new Strategy(path), prefix);

    private static Func<string, string, CredentialPart, string> Shape(string shape) => (team, account, part) => shape
        .Replace("{team}", team, StringComparison.Ordinal)
        .Replace("{account}", account, StringComparison.Ordinal)
        .Replace("{part}", part.ToString(), StringComparison.Ordinal);

    private sealed class Strategy(Func<string, string, CredentialPart, string> path) : ISecretPathStrategy
    {
        public string GetPath(string team, string account, CredentialPart part) => path(team, account, part);
    }

    private sealed class StrategyWithOptions(IOptions<CredentialRotationOptions> options) : ISecretPathStrategy
    {
        private readonly string _prefix = options.Value.PathPrefix ?? "/";

        public string GetPath(string team, string account, CredentialPart part) => $"{_prefix}{team}/{account}/{part}";
    }
}
