using BenchmarkDotNet.Attributes;
using Concourse.CredentialRotation.Benchmarks;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.InProcess;

/// <summary>The work of a rotation without AWS.</summary>
[MemoryDiagnoser]
public class TeamBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly TemplateSecretPathStrategy _paths = new(TemplateSecretPathStrategy.DefaultTemplate);
    private TeamReader _reader = null!;
    private RotationReport _report = null!;
    private byte[] _event = [];

    /// <summary>The number of accounts of the team.</summary>
    [Params(1, 50)]
    public int Accounts { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _reader = new ServiceCollection().AddConcourseCredentialRotation().BuildServiceProvider().GetRequiredService<TeamReader>();
        _event = LargeTeam.Event(Accounts);
        _report = new(LargeTeam.Name, [.. LargeTeam.Accounts(Accounts).Select(name => new RotatedOutcome(name, RotationId.Create(Now), Now.AddHours(1), PathsOf(name), []))]);
    }

    [Benchmark(Description = "Parse and validate the event")]
    public Team Read() => _reader.Read(_event, out _);

    [Benchmark(Description = "Compute the secret names")]
    public int Paths() => LargeTeam.Accounts(Accounts).Sum(name => PathsOf(name).Length);

    [Benchmark(Description = "Write the report")]
    public string Report() => _report.ToJson();

    private string[] PathsOf(string account) => [.. Enum.GetValues<CredentialPart>().Select(part => _paths.GetPath(LargeTeam.Name, account, part))];
}
