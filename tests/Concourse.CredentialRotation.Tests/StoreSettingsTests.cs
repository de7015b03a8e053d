using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests;

/// <summary>The settings that another store brings.</summary>
public sealed class StoreSettingsTests
{
    [Test]
    public void UseSecretWriter_StoreWithSettings_ReadsThem()
    {
        using var provider = Build(("OurStore:Folder", "/mnt/secrets"), ("OurStore:MaxWritesPerSecond", "7"), ("OurStore:Timeout", "00:00:08"), ("OurStore:Labels:a:b", "c"), ("OurStore:Color", "red"));

        var options = provider.GetRequiredService<IOptions<OurOptions>>().Value;

        Assert.That((options.Folder, options.MaxWritesPerSecond, options.Timeout, options.Color), Is.EqualTo(("/mnt/secrets", 7, TimeSpan.FromSeconds(8), "red!")));
        Assert.That(options.Labels, Is.EqualTo(new Dictionary<string, string> { ["a:b"] = "c" }));
        Assert.That(provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.MaxConcurrency, Is.EqualTo(7));
    }

    [TestCase("OurStore:Foldr", "x", "CredentialRotation:OurStore:Foldr: is not a setting; did you mean CredentialRotation:OurStore:Folder?")]
    [TestCase("Labels:a", "x", "CredentialRotation:Labels:a: is not a setting; did you mean CredentialRotation:OurStore:Labels:NAME?")]
    [TestCase("OurStore:Color", "blue", "CredentialRotation:OurStore:Color: must be red, but was 'blue'")]
    [TestCase("OurStore:MaxWritesPerSecond", "x", "CredentialRotation:OurStore:MaxWritesPerSecond: must be an integer, but was 'x'")]
    [TestCase("OurStore:Timeout", "00:00:01", "Property CallTimeout: must be at most half of property OurStore:Timeout, but was 00:00:03, and half of 00:00:01 is 00:00:00.5000000")]
    [TestCase("OurStore:Folder", "", "Property OurStore:Folder: must not be empty")]
    [TestCase("SecretsManager:MaxWritesPerSecond", "5", "CredentialRotation:SecretsManager:MaxWritesPerSecond: has no effect, because the secrets are kept in another store, whose settings are in CredentialRotation:OurStore")]
    public void UseSecretWriter_WrongSetting_IsNamed(string key, string value, string error) => Assert.That(FindErrors(Build((key, value))), Is.EqualTo(new[] { error }));

    [Test]
    public void UseSecretWriter_StoreWithoutSettings_SettingsOfSecretsManagerHaveNoEffect()
    {
        var services = new ServiceCollection();
        services.AddConcourseCredentialRotation(Section(("SecretsManager:KmsKeyId", "alias/x"), ("MinAge", "1"))).UseSecretWriter(StubWriter.Create());

        Assert.That(FindErrors(services.BuildServiceProvider()), Is.EqualTo(new[]
        {
            "CredentialRotation:MinAge: is not a setting; did you mean CredentialRotation:MinimumAge?",
            "CredentialRotation:SecretsManager:KmsKeyId: has no effect, because the secrets are kept in another store",
        }));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IValidateOptions<OurOptions>>(new ValidateOptions<OurOptions>(null, options => options.Folder.Length > 0, "Property OurStore:Folder: must not be empty"));
        services.AddConcourseCredentialRotation(Section(settings)).UseSecretWriter<OurWriter, OurOptions>(
            new StoreSettings<OurOptions>("OurStore") { DefaultConcurrency = options => options.MaxWritesPerSecond }
                .AddString(nameof(OurOptions.Folder), (options, value) => options.Folder = value)
                .AddInteger(nameof(OurOptions.MaxWritesPerSecond), (options, value) => options.MaxWritesPerSecond = value)
                .AddCommitReserve(nameof(OurOptions.Timeout), (options, value) => options.Timeout = value, options => options.Timeout)
                .AddDictionary(nameof(OurOptions.Labels), options => options.Labels)
                .Add(nameof(OurOptions.Color), (options, value) => (options.Color = $"{value}!") is "red!" ? null : $"must be red, but was '{value}'"));
        return services.BuildServiceProvider();
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"CredentialRotation:{setting.Key}", (string?)setting.Value)))
        .Build()
        .GetSection("CredentialRotation");

    private static List<string> FindErrors(ServiceProvider provider)
    {
        using (provider)
        {
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

    private sealed class OurOptions
    {
        public string Folder { get; set; } = "/";

        public int MaxWritesPerSecond { get; set; } = 5;

        public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

        public string Color { get; set; } = "";

        public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private sealed class OurWriter : ISecretWriter
    {
        public TimeSpan CommitReserve => TimeSpan.FromSeconds(1);

        public string? ValidateName(string name) => null;

        public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken) => Task.FromResult(SecretSetState.Missing);

        public Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken) => Task.FromResult(SecretWriteResult.Written);
    }
}
