using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Concourse.CredentialRotation.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CredentialRotationBuilderTests
{
    private readonly ISecretPathStrategy _paths = Substitute.For<ISecretPathStrategy>();
    private readonly ISecretWriter _writer = StubWriter.Create();
    private readonly ServiceCollection _services = [];

    [Test]
    public void UsePathStrategy_AnotherWasRegisteredBefore_Wins()
    {
        _services.AddSingleton(Substitute.For<ISecretPathStrategy>()).AddConcourseCredentialRotation().UsePathStrategy(_paths);

        Assert.That(Resolve<ISecretPathStrategy>(), Is.SameAs(_paths));
    }

    [Test]
    public void UsePathStrategy_RotationIsRegisteredAgainAfterwards_Stays()
    {
        _services.AddConcourseCredentialRotation().UsePathStrategy(_paths);
        _services.AddConcourseCredentialRotation(_ => { });

        Assert.That(Resolve<ISecretPathStrategy>(), Is.SameAs(_paths));
    }

    [Test]
    public void AddConcourseCredentialRotation_WriterIsRegisteredWithAKey_StillUsesSecretsManager()
    {
        _services.AddKeyedSingleton("archive", _writer).AddConcourseCredentialRotation();
        using var provider = _services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<ISecretWriter>(), Is.TypeOf<SecretsManagerWriter>());
    }

    [Test]
    public void UseSecretWriter_RotationIsRegisteredAgainAfterwards_Stays()
    {
        _services.AddConcourseCredentialRotation().UseSecretWriter(_writer);
        _services.AddConcourseCredentialRotation(_ => { });

        Assert.That(Resolve<ISecretWriter>(), Is.SameAs(_writer));
    }

    [Test]
    public void UseSecretsManager_AfterAnotherWriter_Wins()
    {
        _services.AddConcourseCredentialRotation().UseSecretWriter(_writer).UseSecretsManager();

        Assert.That(_services.Last(service => service.ServiceType == typeof(ISecretWriter)).ImplementationType, Is.EqualTo(typeof(SecretsManagerWriter)));
    }

    [Test]
    public void UseSecretWriter_SecretsManagerOptionsAreInvalid_AreNotValidated()
    {
        _services.AddConcourseCredentialRotation().UseSecretsManager(options => options.MaxWritesPerSecond = 0).UseSecretWriter(_writer);

        Assert.That(Resolve<IOptions<CredentialRotationOptions>>().Value.MaxConcurrency, Is.Null);
    }

    [Test]
    public void AddConcourseCredentialRotation_EngineAndStoreOptionsAreInvalid_ReportsBoth()
    {
        _services.AddConcourseCredentialRotation(options => options.ExternalIdPrefix = "").UseSecretsManager(options => options.MaxWritesPerSecond = 0);

        Assert.That(() => Resolve<IStartupValidator>().Validate(), Throws.TypeOf<OptionsValidationException>()
            .With.Message.Contains("Property ExternalIdPrefix: ").And.Message.Contains("Property SecretsManager:MaxWritesPerSecond: "));
    }

    private T Resolve<T>()
        where T : notnull => _services.BuildServiceProvider().GetRequiredService<T>();
}
