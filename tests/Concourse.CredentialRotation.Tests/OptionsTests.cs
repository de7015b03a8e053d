using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests;

public sealed class OptionsTests
{
    [Test]
    public void Validate_Defaults_AreValid() => Assert.That(Problems(_ => { }), Is.Empty);

    [TestCase("MinimumAge", "00:15:00", true)]
    [TestCase("MinimumAge", "00:15:01", false)]
    [TestCase("MinimumAge", "-00:00:01", false)]
    [TestCase("Layout", "separate", true)]
    [TestCase("Layout", "Combined", true)]
    [TestCase("MaxConcurrency", "0", false)]
    [TestCase("MaxConcurrency", "64", true)]
    [TestCase("MaxConcurrency", "65", false)]
    [TestCase("SecretsManager:MaxWritesPerSecond", "0", false)]
    [TestCase("SecretsManager:MaxWritesPerSecond", "1", true)]
    [TestCase("SecretsManager:MaxWritesPerSecond", "10001", false)]
    [TestCase("SecretsManager:PromotionReserve", "00:00:01", false)]
    [TestCase("SecretsManager:PromotionReserve", "00:05:00", true)]
    [TestCase("CallTimeout", "00:00:10", true)]
    [TestCase("CallTimeout", "00:00:11", false, Description = "more than half of the reserve")]
    [TestCase("CallTimeout", "00:00:00", false)]
    [TestCase("SecretsManager:KmsKeyId", " ", false)]
    [TestCase("SecretsManager:KmsKeyId", "alias/x", true)]
    [TestCase("SecretsManager:Tags:owner", "platform", true)]
    [TestCase("PathTemplate", "/x/{{.Account}}", false)]
    [TestCase("PathPrefix", "/concourse/", true)]
    [TestCase("PathPrefix", "/concourse", false)]
    [TestCase("ExternalIdPrefix", "blue:", true)]
    [TestCase("ExternalIdPrefix", "", false)]
    [TestCase("ExternalIdPrefix", "with space", false)]
    [TestCase("AllowedRoles:0:RoleArn", "arn:aws:iam::*:role/concourse-ci-{{.Team}}", true)]
    public void Bind_Setting_IsCheckedAndNamed(string key, string value, bool isValid)
    {
        var problems = Problems(Configured((key, value)));

        Assert.That(problems, isValid ? Is.Empty : Has.Exactly(1).StartsWith($"Property {key}: "));
    }

    [Test]
    public void Validate_UndefinedLayout_IsRejected() =>
        Assert.That(Problems(services => services.AddConcourseCredentialRotation(options => options.Layout = (SecretLayout)3)), Is.EqualTo(new[] { "Property Layout: must be separate, combined or both, but was 3" }));

    [TestCase(1, 1)]
    [TestCase(48, 16)]
    [TestCase(10_000, 64)]
    public void MaxConcurrency_NotSet_IsAThirdOfTheWrites(int writesPerSecond, int concurrency)
    {
        var services = new ServiceCollection();
        services.AddConcourseCredentialRotation().UseSecretsManager(options => options.MaxWritesPerSecond = writesPerSecond);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.MaxConcurrency, Is.EqualTo(concurrency));
    }

    [TestCase("aws:owner", 1)]
    [TestCase("", 1)]
    [TestCase("owner", 257)]
    public void Validate_TagThatAwsRefuses_IsNamed(string key, int valueLength) =>
        Assert.That(
            Problems(services => services.AddConcourseCredentialRotation().UseSecretsManager(options => options.Tags[key] = new string('v', valueLength))).Single(),
            Does.StartWith("Property SecretsManager:Tags:").And.EndsWith($"'{key}'"));

    [TestCase("RoleArn", "concourse-ci-*", "must begin with arn: or be *, but was 'concourse-ci-*'")]
    [TestCase("AccountId", "lab", "must consist of digits, * and ?, but was 'lab'")]
    [TestCase("Team", "", "must not be empty; use * for any")]
    public void Bind_AllowedRoleThatAllowsNothing_IsNamed(string key, string value, string problem) =>
        Assert.That(Problems(Configured(("AllowedRoles:0:Team", "blue"), ($"AllowedRoles:1:{key}", value))), Is.EqualTo(new[] { $"Property AllowedRoles:1:{key}: {problem}" }));

    [Test]
    public void Validate_SeveralWrong_ReportsAllAtOnce() =>
        Assert.That(Problems(Configured(("MinimumAge", "1.00:00:00"), ("MaxConcurrency", "-5"), ("SecretsManager:KmsKeyId", ""))), Has.Count.EqualTo(3));

    [TestCase("MinAge", "00:10:00", "is not a setting; did you mean CredentialRotation:MinimumAge?")]
    [TestCase("MinimumAge:0", "00:10:00", "is not a setting; did you mean CredentialRotation:MinimumAge?")]
    [TestCase("MinimumAge", "abc", "must be a duration such as 00:10:00, but was 'abc'")]
    [TestCase("MaxConcurrency", "", "must be an integer, but was ''")]
    [TestCase("Layout", "1", "must be separate, combined or both, but was '1'")]
    [TestCase("SecretsManager:MaxWritesPerSecond", "1.5", "must be an integer, but was '1.5'")]
    [TestCase("AllowedRoles", "x", "is not a setting; did you mean CredentialRotation:AllowedRoles:0:Team?")]
    [TestCase("AllowedRoles:0:RoleARNs", "*", "is not a setting; did you mean CredentialRotation:AllowedRoles:0:RoleArn?")]
    [TestCase("AllowedRoles:1:Team", "*", "must be numbered from 0 without a gap; the next is CredentialRotation:AllowedRoles:0")]
    [TestCase("KmsKeyId", "alias/x", "is not a setting; did you mean CredentialRotation:SecretsManager:KmsKeyId?")]
    public void Bind_SettingThatCannotBeRead_IsNamed(string key, string value, string problem) =>
        Assert.That(Problems(Configured((key, value))), Is.EqualTo(new[] { $"CredentialRotation:{key}: {problem}" }));

    [Test]
    public void Bind_UnknownUnreadableAndOutOfRange_ReportsAllAtOnce() =>
        Assert.That(Problems(Configured(("MinAge", "00:10:00"), ("CallTimeout", "soon"), ("MaxConcurrency", "0"))), Has.Count.EqualTo(3));

    // The names are a table, since configuration is read without reflection: a new option needs its line there.
    [Test]
    public void Bind_EveryOption_IsKnown()
    {
        var options = typeof(CredentialRotationOptions).GetProperties().Where(option => option.CanWrite).Select(option => option.Name);
        var store = typeof(SecretsManagerOptions).GetProperties().Where(option => option.CanWrite).Select(option => $"SecretsManager:{option.Name}");
        var role = typeof(AllowedRole).GetProperties().Select(option => $"AllowedRoles:0:{option.Name}");

        Assert.That(options.Concat(store).Concat(role).Where(name => Problems(Configured((name, "?"))).Exists(problem => problem.Contains("is not a setting", StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public void Bind_EveryKindOfValue_IsTaken()
    {
        var services = new ServiceCollection();
        Configured(
            ("pathprefix", "/ci/"),
            ("MinimumAge", "00:05:00"),
            ("MaxConcurrency", "7"),
            ("Layout", "both"),
            ("SecretsManager:Tags:owner", "ci"),
            ("SecretsManager:Tags:platform:stack", "concourse"),
            ("AllowedRoles:0:Team", "blue"),
            ("AllowedRoles:0:AccountId", "1*"),
            ("AllowedRoles:1:RoleArn", "arn:aws:iam::*:role/ci"))(services);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value;

        Assert.That((options.PathPrefix, options.MinimumAge, options.MaxConcurrency, options.Layout), Is.EqualTo(("/ci/", TimeSpan.FromMinutes(5), 7, SecretLayout.Both)));
        Assert.That(provider.GetRequiredService<IOptions<SecretsManagerOptions>>().Value.Tags, Is.EqualTo(new Dictionary<string, string> { ["owner"] = "ci", ["platform:stack"] = "concourse" }));
        Assert.That(
            options.AllowedRoles.Select(role => (role.Team, role.AccountId, role.RoleArn)),
            Is.EqualTo(new[] { ("blue", "1*", "*"), ("*", "*", "arn:aws:iam::*:role/ci") }));
    }

    [Test]
    public void Bind_EmptyCollectionsAndSectionsOfAJsonFile_AreNone() =>
        Assert.That(Problems(Configured(("AllowedRoles", ""), ("SecretsManager", ""), ("SecretsManager:Tags", ""))), Is.Empty);

    private static Action<IServiceCollection> Configured(params (string Key, string Value)[] settings) => services =>
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"CredentialRotation:{setting.Key}", (string?)setting.Value)))
            .Build();
        services.AddConcourseCredentialRotation(configuration.GetSection("CredentialRotation"));
    };

    private static List<string> Problems(Action<IServiceCollection> configure)
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
            return [.. exception.Failures];
        }
    }
}
