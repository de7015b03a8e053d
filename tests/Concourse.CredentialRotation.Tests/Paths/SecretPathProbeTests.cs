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
        Assert.That(SecretPathProbe.Validate(new TemplateSecretPathStrategy(template), StubWriter.Create(), null), Is.Empty);

    [Test]
    public void Problems_TemplateThatLeavesRoomForShortNamesOnly_AreNone() =>
        Assert.That(SecretPathProbe.Validate(new TemplateSecretPathStrategy($"/{new string('x', 470)}/{{{{.Team}}}}/{{{{.Account}}}}"), StubWriter.Create(), null), Is.Empty);

    [TestCase("/ci/{team}/{account}/{part}")]
    [TestCase("/ci/{account}/{team}={part}")]
    [TestCase("{team}+{account}+{part}")]
    public void Problems_StrategyWithANameForEach_AreNone(string shape) => Assert.That(Problems(Shape(shape)), Is.Empty);

    [TestCase("/ci/{account}/{part}", "for AccessKeyId of team 'red', account 'app' and for AccessKeyId of team 'blue', account 'app' it returned '/ci/app/AccessKeyId'")]
    [TestCase("/ci/{team}/{part}", "for AccessKeyId of team 'red', account 'app' and for AccessKeyId of team 'red', account 'db' it returned '/ci/red/AccessKeyId'")]
    [TestCase("/ci/{team}/{account}", "for AccessKeyId of team 'red', account 'app' and for SecretAccessKey of team 'red', account 'app' it returned '/ci/red/app'")]
    [TestCase("/ci/everything", "for AccessKeyId of team 'red', account 'app' and for SecretAccessKey of team 'red', account 'app' it returned '/ci/everything'")]
    [TestCase("/ci/{team}{account}/{part}", "for AccessKeyId of team 'a', account 'aa' and for AccessKeyId of team 'aa', account 'a' it returned '/ci/aaa/AccessKeyId'")]
    [TestCase("/ci/{team}-{account}/{part}", "for AccessKeyId of team 'a', account 'a-a' and for AccessKeyId of team 'a-a', account 'a' it returned '/ci/a-a-a/AccessKeyId'")]
    [TestCase("/ci/{account}_{team}/{part}", "for AccessKeyId of team 'a', account 'a_a' and for AccessKeyId of team 'a_a', account 'a' it returned '/ci/a_a_a/AccessKeyId'")]
    [TestCase("/ci/{team}.{account}/{part}", "team 'a', account 'a.a' and for AccessKeyId of team 'a.a', account 'a'")]
    [TestCase("/ci/{team}@{account}/{part}", "team 'a', account 'a@a' and for AccessKeyId of team 'a@a', account 'a'")]
    [TestCase("/ci/{team}--{account}/{part}", "team 'a', account 'a--a' and for AccessKeyId of team 'a--a', account 'a'")]
    [TestCase("/ci/{team}__{account}/{part}", "team 'a', account 'a__a' and for AccessKeyId of team 'a__a', account 'a'")]
    public void Problems_StrategyWithACollision_NameBothAndTheirPath(string shape, string problem) =>
        Assert.That(
            Problems(Shape(shape)),
            Has.Count.EqualTo(1).And.One.StartsWith("The path strategy Strategy must return a different name for every team, account and content, but ").And.One.Contains(problem));

    // Team 'x', account 'dev-dev-a' and team 'x-dev', account 'dev-a'.
    [TestCase('-')]
    [TestCase('_')]
    [TestCase('.')]
    public void Problems_NameThatBeginsWithAPartOfTheAccountsName_IsFound(char separator) =>
        Assert.That(Problems((team, account, part) => $"/ci/{account.Split(separator)[0]}/{team}{separator}{account}/{part}"), Has.One.Contains("must return a different name"));

    [Test]
    public void Problems_TeamLeftOutOfOnePartOnly_IsFound() =>
        Assert.That(
            Problems((team, account, part) => part is SecretContent.SessionToken ? $"/ci/{account}/token" : $"/ci/{team}/{account}/{part}"),
            Has.One.EndsWith("for SessionToken of team 'red', account 'app' and for SessionToken of team 'blue', account 'app' it returned '/ci/app/token'."));

    [Test]
    public void Problems_AmbiguousSuffix_IsFound() =>
        Assert.That(
            Problems((team, account, part) => $"/ci/{team}/{account}{(part is SecretContent.AccessKeyId ? "" : part is SecretContent.SecretAccessKey ? "-secret-key" : $"-{part}")}"),
            Has.One.Contains("for SecretAccessKey of team 'red', account 'app' and for AccessKeyId of team 'red', account 'app-secret-key' it returned '/ci/red/app-secret-key'"));

    [Test]
    public void Problems_AccountsOfOneTeamThatMeetInDifferentLayouts_AreLeftToTheValidator() =>
        Assert.That(
            Problems((team, account, part) => $"/ci/{team}/{account}{(part is SecretContent.Credentials ? "" : part is SecretContent.AccessKeyId ? "-access-key" : $"/{part}")}"),
            Is.Empty);

    [Test]
    public void Problems_TeamsThatMeetInDifferentLayouts_AreFound() =>
        Assert.That(
            Problems((team, account, part) => part is SecretContent.Credentials ? $"/ci/{account}/{team}" : $"/ci/{team}/{account}{(part is SecretContent.AccessKeyId ? "" : $"/{part}")}"),
            Has.One.Contains("for Credentials of team 'a', account 'aa' and for AccessKeyId of team 'aa', account 'a' it returned '/ci/aa/a'"));

    [TestCase("/ci/{team}/combined")]
    [TestCase("/ci/{team}/{account}/AccessKeyId")]
    public void Problems_CombinedSecretWithoutANameOfItsOwn_AreFound(string shape) =>
        Assert.That(
            Problems((team, account, part) => Shape(part is SecretContent.Credentials ? shape : "/ci/{team}/{account}/{part}")(team, account, part)),
            Has.Count.EqualTo(1).And.One.Contains("for Credentials of team 'red'"));

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

        Assert.That(Problems((team, account, part) => $"/ci/{made(team)}/{account}/{part}"), Has.One.Contains("a different name for every"));
        Assert.That(Problems((team, account, part) => $"/ci/{team}/{made(account)}/{part}"), Has.One.Contains("a different name for every"));
    }

    [Test]
    public void Problems_AnotherNameEachTime_IsFoundOnce()
    {
        var calls = 0;

        Assert.That(
            Problems((team, account, part) => $"/ci/{team}/{account}/{part}/{calls++}"),
            Is.EqualTo(new[] { "The path strategy Strategy must return the same name every time, but for AccessKeyId of team 'red', account 'app' it returned '/ci/red/app/AccessKeyId/0' and then '/ci/red/app/AccessKeyId/1'." }));
    }

    [TestCase("/ci/{team}/{account} {part}", "it returned '/ci/red/app AccessKeyId', which contains a character other than A-Z a-z 0-9 / _ + = . @ -, which Secrets Manager does not allow.")]
    public void Problems_NameThatSecretsManagerRefuses_IsFoundOnce(string shape, string problem) =>
        Assert.That(Problems(Shape(shape)), Is.EqualTo(new[] { $"The path strategy Strategy must return names that the store allows, but for AccessKeyId of team 'red', account 'app' {problem}" }));

    [Test]
    public void Problems_NoName_IsFound() => Assert.That(Problems((_, _, _) => null!), Has.One.Contains("it returned '', which is empty"));

    [TestCase("/ci/", true)]
    [TestCase("/concourse/", false)]
    public void Problems_PathPrefix_BoundsEveryName(string prefix, bool isInside) =>
        Assert.That(
            Problems(Shape("/ci/{team}/{account}/{part}"), prefix),
            isInside ? Is.Empty : Is.EqualTo(new[] { "The path strategy Strategy must return names below '/concourse/' (setting PathPrefix), but for AccessKeyId of team 'red', account 'app' it returned '/ci/red/app/AccessKeyId'." }));

    [Test]
    public void Problems_StrategyThatThrows_HaveTheInputAndTheReason() =>
        Assert.That(
            Problems((team, _, _) => throw new KeyNotFoundException($"no team {team}")),
            Is.EqualTo(new[] { "The path strategy Strategy must return a name for every team and account, but for AccessKeyId of team 'red', account 'app' it threw KeyNotFoundException: no team red." }));

    [Test]
    public void Problems_OfSeveralKinds_AreAllFoundAtOnce() =>
        Assert.That(
            Problems((team, account, part) => account is "db" ? throw new InvalidOperationException("no") : $"/other/{account} {part}", "/ci/"),
            Has.Exactly(4).Items.And.One.Contains("a different name for every").And.One.Contains("below '/ci/'").And.One.Contains("that the store allows").And.One.Contains("InvalidOperationException: no"));

    [Test]
    public async Task GetRequiredService_RotatorWithAStrategyWithACollisionOfTeams_ThrowsBeforeAnyCall()
    {
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton<ISecretPathStrategy>(new Strategy(Shape("/concourse/{account}/{part}"))));

        Assert.That(() => harness.Rotator, Throws.TypeOf<OptionsValidationException>().With.Message.Contains("team 'red', account 'app' and for AccessKeyId of team 'blue', account 'app'"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public void StartupValidator_StrategyWithACollisionOfTeams_Throws() =>
        Assert.That(
            StartupProblems(services => services.AddSingleton<ISecretPathStrategy>(new Strategy(Shape("/ci/{account}/{part}")))),
            Has.One.Contains("a different name for every"));

    [Test]
    public void StartupValidator_StrategyRegisteredAfterwards_IsProbed() =>
        Assert.That(
            StartupProblems(services => services.AddConcourseCredentialRotation().Services.AddSingleton<ISecretPathStrategy>(new Strategy(Shape("/ci/{account}/{part}")))),
            Has.One.Contains("a different name for every"));

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

    private static IReadOnlyList<string> Problems(Func<string, string, SecretContent, string> path, string? prefix = null) =>
        SecretPathProbe.Validate(new Strategy(path), StubWriter.Create(), prefix);

    private static Func<string, string, SecretContent, string> Shape(string shape) => (team, account, part) => shape
        .Replace("{team}", team, StringComparison.Ordinal)
        .Replace("{account}", account, StringComparison.Ordinal)
        .Replace("{part}", part.ToString(), StringComparison.Ordinal);

    private sealed class Strategy(Func<string, string, SecretContent, string> path) : ISecretPathStrategy
    {
        public string GetPath(SecretPathContext context) => path(context.Team, context.Account, context.Content);
    }

    private sealed class StrategyWithOptions(IOptions<CredentialRotationOptions> options) : ISecretPathStrategy
    {
        private readonly string _prefix = options.Value.PathPrefix ?? "/";

        public string GetPath(SecretPathContext context) => $"{_prefix}{context.Team}/{context.Account}/{context.Content}";
    }
}
