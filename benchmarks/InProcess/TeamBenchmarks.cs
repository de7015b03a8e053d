using BenchmarkDotNet.Attributes;
using Concourse.CredentialRotation.Benchmarks;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.InProcess;

/// <summary>The work of a rotation without AWS.</summary>
[MemoryDiagnoser]
public class TeamBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private TeamReader _reader = null!;
    private RotationReport _report = null!;
    private byte[] _event = [];

    /// <summary>The number of accounts of the team.</summary>
    [Params(1, 50)]
    public int Accounts { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _reader = new ServiceCollection().AddConcourseCredentialRotation().Services.BuildServiceProvider().GetRequiredService<TeamReader>();
        _event = LargeTeam.Event(Accounts);
        _report = new() { Team = LargeTeam.Name, Accounts = [.. LargeTeam.Accounts(Accounts).Select(Rotated)] };
    }

    [Benchmark(Description = "Parse and validate the event")]
    public Team Read() => _reader.Read(_event).EnsureValid();

    [Benchmark(Description = "Compute the secret names")]
    public int Paths() => LargeTeam.Accounts(Accounts).Sum(name => GetPaths(name).Length);

    [Benchmark(Description = "Write the report")]
    public string Report() => _report.ToJson();

    private static RotatedOutcome Rotated(string account) =>
        new() { Account = account, RotationId = RotationId.Create(Now), Expiration = Now.AddHours(1), Paths = GetPaths(account) };

    private static string[] GetPaths(string account) => SecretSet.GetNames(LargeTeam.Name, account, SecretLayout.Separate);
}
