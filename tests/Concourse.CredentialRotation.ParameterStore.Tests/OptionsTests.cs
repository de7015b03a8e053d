using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>The options and how a configuration sets them.</summary>
public sealed class OptionsTests
{
    [TestCase("MaxWritesPerSecond", "0", false)]
    [TestCase("MaxWritesPerSecond", "10", true)]
    [TestCase("WriteReserve", "00:00:01", false)]
    [TestCase("WriteReserve", "00:05:00", true)]
    [TestCase("KmsKeyId", " ", false)]
    [TestCase("Tier", "intelligent-tiering", true)]
    [TestCase("Tags:owner", "platform", true)]
    [TestCase("Tags:owner", "", true)]
    public void Bind_Setting_IsCheckedAndNamed(string key, string value, bool isValid) =>
        Assert.That(FindErrors(Configured(($"ParameterStore:{key}", value))), isValid ? Is.Empty : Has.Exactly(1).StartsWith($"Property ParameterStore:{key}: "));

    [TestCase("ParameterStore:MaxWritesASecond", "3", "is not a setting; did you mean CredentialRotation:ParameterStore:MaxWritesPerSecond?")]
    [TestCase("KmsKeyId", "alias/x", "is not a setting; did you mean CredentialRotation:ParameterStore:KmsKeyId?")]
    [TestCase("Tags:owner", "x", "is not a setting; did you mean CredentialRotation:ParameterStore:Tags:NAME?")]
    [TestCase("ParameterStore:Tier", "Free", "must be Standard, Advanced or Intelligent-Tiering, but was 'Free'")]
    [TestCase("ParameterStore:WriteReserve", "soon", "must be a duration such as 00:10:00, but was 'soon'")]
    [TestCase("SecretsManager:KmsKeyId", "alias/x", "has no effect, because the secrets are kept in another store, whose settings are in CredentialRotation:ParameterStore")]
    public void Bind_SettingThatCannotBeUsed_IsNamed(string key, string value, string problem) =>
        Assert.That(FindErrors(Configured((key, value))), Is.EqualTo(new[] { $"CredentialRotation:{key}: {problem}" }));

    [Test]
    public void Bind_ErrorsOfEveryKind_AreReportedAtOnce() =>
        Assert.That(
            FindErrors(Configured(("MaxConcurrency", "0"), ("ParameterStore:Tier", "Free"), ("ParameterStore:MaxWritesPerSecond", "0"), ("SecretsManager:Tags:a", "b"))),
            Has.Count.EqualTo(4));

    [Test]
    public void Bind_EveryKindOfValue_IsTaken()
    {
        var services = new ServiceCollection();
        Configured(
            ("ParameterStore:MaxWritesPerSecond", "10"),
            ("ParameterStore:WriteReserve", "00:00:30"),
            ("ParameterStore:KmsKeyId", "alias/concourse"),
            ("ParameterStore:Tier", "Advanced"),
            ("ParameterStore:Tags:platform:stack", "concourse"))(services);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ParameterStoreOptions>>().Value;

        Assert.That(
            (options.MaxWritesPerSecond, options.WriteReserve, options.KmsKeyId, options.Tier),
            Is.EqualTo((10, TimeSpan.FromSeconds(30), "alias/concourse", ParameterStoreTier.Advanced)));
        Assert.That(options.Tags, Is.EqualTo(new Dictionary<string, string> { ["platform:stack"] = "concourse" }));
        Assert.That(provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.MaxConcurrency, Is.EqualTo(6));
        Assert.That(provider.GetRequiredService<ISecretWriter>().CommitReserve, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void MaxConcurrency_NotSet_IsTwoThirdsOfTheWrites() =>
        Assert.That(Resolve<IOptions<CredentialRotationOptions>>(services => services.AddConcourseCredentialRotation().UseParameterStore()).Value.MaxConcurrency, Is.EqualTo(2));

    [Test]
    public void Validate_CallTimeoutLongerThanHalfOfTheReserve_IsNamed() =>
        Assert.That(
            FindErrors(services => services.AddConcourseCredentialRotation().UseParameterStore(options => options.WriteReserve = TimeSpan.FromSeconds(4))),
            Is.EqualTo(new[] { "Property CallTimeout: must be at most half of property ParameterStore:WriteReserve, but was 00:00:03, and half of 00:00:04 is 00:00:02" }));

    [Test]
    public void UseParameterStore_SecretsManagerAfterwards_SettingsHaveNoEffect()
    {
        Action<IServiceCollection> configure = services =>
        {
            Configured(("ParameterStore:Tier", "Free"))(services);
            services.AddConcourseCredentialRotation().UseSecretsManager();
        };

        Assert.That(FindErrors(configure), Is.EqualTo(new[]
        {
            "CredentialRotation:ParameterStore:Tier: has no effect, because the secrets are kept in another store, whose settings are in CredentialRotation:SecretsManager",
        }));
    }

    [Test]
    public void UseParameterStore_RotationIsRegisteredAgainAfterwards_Stays() =>
        Assert.That(Resolve<ISecretWriter>(services =>
        {
            services.AddConcourseCredentialRotation().UseParameterStore();
            services.AddConcourseCredentialRotation(_ => { });
        }).ValidateName("/a@b"), Is.Not.Null);

    // The names are a table, since configuration is read without reflection: a new option needs its line there.
    [Test]
    public void Bind_EveryOption_IsKnown() =>
        Assert.That(
            typeof(ParameterStoreOptions).GetProperties().Where(option => option.CanWrite).Where(option =>
                FindErrors(Configured(($"ParameterStore:{option.Name}", "?"))).Exists(problem => problem.Contains("is not a setting", StringComparison.Ordinal))),
            Is.Empty);

    private static Action<IServiceCollection> Configured(params (string Key, string Value)[] settings) => services =>
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"CredentialRotation:{setting.Key}", (string?)setting.Value)))
            .Build();
        services.AddConcourseCredentialRotation(configuration.GetSection("CredentialRotation")).UseParameterStore();
    };

    private static List<string> FindErrors(Action<IServiceCollection> configure)
    {
        try
        {
            Resolve<IStartupValidator>(configure).Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }

    private static T Resolve<T>(Action<IServiceCollection> configure)
        where T : notnull
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider().GetRequiredService<T>();
    }
}
