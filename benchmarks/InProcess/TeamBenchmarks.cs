using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.InProcess;

/// <summary>What a rotation does by itself, without AWS.</summary>
[MemoryDiagnoser]
public class TeamBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly TemplateSecretPathStrategy _paths = new(TemplateSecretPathStrategy.DefaultTemplate);
    private TeamReader _reader = null!;
    private RotationReport _report = null!;
    private byte[] _event = [];

    /// <summary>The accounts of the team.</summary>
    [Params(1, 50)]
    public int Accounts { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _reader = new ServiceCollection().AddConcourseCredentialRotation().BuildServiceProvider().GetRequiredService<TeamReader>();
        _event = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["name"] = "example-team",
            ["accounts"] = new JsonArray([.. Names.Select(name => new JsonObject { ["name"] = name, ["roleArn"] = $"arn:aws:iam::123456789012:role/{name}" })]),
        }.ToJsonString());
        _report = new("example-team", [.. Names.Select(name => new RotatedOutcome(name, RotationId.Create(Now), Now.AddHours(1), PathsOf(name), []))]);
    }

    [Benchmark(Description = "read and validate the event")]
    public Team Read() => _reader.Read(_event, out _);

    [Benchmark(Description = "name the secrets")]
    public int Paths() => Names.Sum(name => PathsOf(name).Length);

    [Benchmark(Description = "write the report")]
    public string Report() => _report.ToJson();

    private IEnumerable<string> Names => Enumerable.Range(0, Accounts).Select(i => $"account-{i}");

    private string[] PathsOf(string account) => [.. Enum.GetValues<CredentialPart>().Select(part => _paths.GetPath("example-team", account, part))];
}
