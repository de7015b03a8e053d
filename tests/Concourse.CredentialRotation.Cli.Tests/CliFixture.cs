namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Tests of commands, each with an empty AWS of its own.</summary>
public abstract class CliFixture
{
    /// <summary>Runs the commands.</summary>
    private protected CliHarness Cli { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync() => Cli = await CliHarness.StartAsync();

    [TearDown]
    public async Task StopAsync() => await Cli.DisposeAsync();
}
