using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests;

public sealed class OptionsTests
{
    [Test]
    public void Validate_Defaults_AreProper() => Assert.That(Problems(_ => { }), Is.Empty);

    [TestCase("MinimumAge", "00:15:00", true)]
    [TestCase("MinimumAge", "00:15:01", false)]
    [TestCase("MinimumAge", "-00:00:01", false)]
    [TestCase("MaxConcurrency", "0", false)]
    [TestCase("MaxConcurrency", "64", true)]
    [TestCase("MaxConcurrency", "65", false)]
    [TestCase("MaxWritesPerSecond", "0", false)]
    [TestCase("MaxWritesPerSecond", "1", true)]
    [TestCase("MaxWritesPerSecond", "10001", false)]
    [TestCase("PromotionReserve", "00:00:01", false)]
    [TestCase("PromotionReserve", "00:05:00", true)]
    [TestCase("CallTimeout", "00:00:10", true)]
    [TestCase("CallTimeout", "00:00:11", false, Description = "more than half of the reserve")]
    [TestCase("CallTimeout", "00:00:00", false)]
    [TestCase("KmsKeyId", " ", false)]
    [TestCase("KmsKeyId", "alias/x", true)]
    [TestCase("Tags:owner", "platform", true)]
    [TestCase("PathTemplate", "/x/{{.Account}}", false)]
    [TestCase("PathPrefix", "/concourse/", true)]
    [TestCase("PathPrefix", "/concourse", false)]
    [TestCase("ExternalIdPrefix", "blue:", true)]
    [TestCase("ExternalIdPrefix", "", false)]
    [TestCase("ExternalIdPrefix", "with space", false)]
    [TestCase("AllowedRoles:0:RoleArn", "arn:aws:iam::*:role/concourse-ci-{{.Team}}", true)]
    public void Bind_Setting_IsCheckedAndNamed(string key, string value, bool isProper)
    {
        var problems = Problems(Configured((key, value)));

        Assert.That(problems, isProper ? Is.Empty : Has.Exactly(1).StartsWith($"Property {key}: "));
    }

    [TestCase(1, 1)]
    [TestCase(48, 16)]
    [TestCase(10_000, 64)]
    public void MaxConcurrency_NotSet_IsAThirdOfTheWrites(int writesPerSecond, int concurrency) =>
        Assert.That(new CredentialRotationOptions { MaxWritesPerSecond = writesPerSecond }.Concurrency, Is.EqualTo(concurrency));

    [TestCase("aws:owner", 1)]
    [TestCase("", 1)]
    [TestCase("owner", 257)]
    public void Validate_TagThatAwsRefuses_IsNamed(string key, int valueLength) =>
        Assert.That(
            Problems(services => services.AddConcourseCredentialRotation(options => options.Tags[key] = new string('v', valueLength))).Single(),
            Does.StartWith("Property Tags: ").And.EndsWith($"'{key}'"));

    [TestCase("RoleArn", "concourse-ci-*", "has the RoleArn 'concourse-ci-*', which must begin with arn: or be *")]
    [TestCase("AccountId", "lab", "has the AccountId 'lab', which must consist of digits, * and ?")]
    [TestCase("Team", "", "must not have an empty pattern; * is any")]
    public void Bind_AllowedRoleThatAllowsNothing_IsNamed(string key, string value, string problem) =>
        Assert.That(Problems(Configured(("AllowedRoles:0:Team", "blue"), ($"AllowedRoles:1:{key}", value))), Is.EqualTo(new[] { $"Property AllowedRoles[1]: {problem}" }));

    [Test]
    public void Validate_SeveralWrong_TellsAllAtOnce() =>
        Assert.That(Problems(Configured(("MinimumAge", "1.00:00:00"), ("MaxConcurrency", "-5"), ("KmsKeyId", ""))), Has.Count.EqualTo(3));

    // A misspelt RoleArn that was ignored would leave the pattern at "any role".
    [TestCase("MinAge", "MinAge")]
    [TestCase("AllowedRoles:0:RoleArm", "RoleArm")]
    public void Bind_KeyThatIsNoOption_IsAnErrorThatNamesIt(string key, string named) =>
        Assert.That(() => Problems(Configured((key, "x"))), Throws.InvalidOperationException.With.Message.Contains(named));

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
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
    }
}
