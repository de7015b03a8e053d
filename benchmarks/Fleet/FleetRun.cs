using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Fleet;

/// <summary>One run of a fleet: starts one process per team, invokes all of them, and retries failed invocations as Lambda does.</summary>
internal sealed class FleetRun
{
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan[] RetryDelays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    private readonly Lock _lock = new();
    private readonly int[] _failedPerAttempt = new int[1 + RetryDelays.Length];
    private TimeSpan _waited;

    /// <summary>The number of accounts that failed in the first, second and third attempt.</summary>
    public IReadOnlyList<int> FailedPerAttempt => _failedPerAttempt;

    /// <summary>The number of accounts that were reported as torn.</summary>
    public int Torn { get; private set; }

    public int ThrottledRequests { get; private set; }

    /// <summary>The average time that a team's rotation waited because of throttled requests, according to its own report.</summary>
    public TimeSpan MeanWait { get; private set; }

    public int MaxMixed { get; private set; }

    public double MeanMixed { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public static async Task<FleetRun> RunAsync(string executable, Scenario scenario)
    {
        var run = new FleetRun();
        var quotas = new LocalAwsQuotas(Scenario.QuotaPerSecond, Scenario.QuotaPerSecond);
        await using var aws = await LocalAwsServer.StartAsync();
        (aws.Quotas, aws.Latency) = (quotas, TimeSpan.FromMilliseconds(20));
        List<Team> teams = [.. Enumerable.Range(0, scenario.Teams).Select(i => new Team($"team-{i}", scenario.AccountsPerTeam, scenario.Layout))];
        if (!scenario.IsAbsent)
        {
            ExistingSets.Write(aws.Secrets, teams.SelectMany(team => team.Sets).SelectMany(set => set));
        }

        var settings = new Dictionary<string, string> { ["AWS_LAMBDA_LOG_LEVEL"] = "FATAL", ["CredentialRotation__Layout"] = $"{scenario.Layout}" };
        var processes = new List<(LocalLambdaRuntime Runtime, LocalFunction Function)>();
        foreach (var _ in teams)
        {
            var runtime = await LocalLambdaRuntime.StartAsync();
            processes.Add((runtime, LocalFunction.Start(executable, aws, runtime, settings, Console.Error.WriteLine)));
        }

        await Task.WhenAll(processes.Select(process => process.Runtime.Started));
        var watch = Stopwatch.StartNew();
        var invocations = Task.WhenAll(teams.Select(async (team, i) =>
        {
            await Task.Delay(scenario.Spread * i / scenario.Teams);
            await run.InvokeAsync(processes[i].Runtime, team);
        }));
        var samples = await new SetWatcher(aws, [.. teams.SelectMany(team => team.Sets)]).WatchAsync(invocations);
        await invocations;
        (run.Elapsed, run.ThrottledRequests, run.MeanWait) = (watch.Elapsed, quotas.Throttled, run._waited / scenario.Teams);
        (run.MaxMixed, run.MeanMixed) = (samples.Max(), samples.Average());
        foreach (var (runtime, function) in processes)
        {
            await function.DisposeAsync();
            await runtime.DisposeAsync();
        }

        return run;
    }

    private async Task InvokeAsync(LocalLambdaRuntime runtime, Team team)
    {
        for (var attempt = 0; ; attempt++)
        {
            var result = await runtime.InvokeAsync(team.Event, FunctionTimeout);
            var json = JsonNode.Parse(result.Json)!;
            if (!result.IsError)
            {
                lock (_lock)
                {
                    _waited += TimeSpan.FromSeconds(json["throttledWaitSeconds"]!.GetValue<double>());
                }

                return;
            }

            // "N of M accounts of team … were not rotated. …"
            var message = json["errorMessage"]!.GetValue<string>();
            lock (_lock)
            {
                _failedPerAttempt[attempt] += int.TryParse(message.Split(' ')[0], out var failed) ? failed : throw new InvalidOperationException(message);
                Torn += Regex.Count(message, " (is|are) torn, ");
            }

            if (attempt == RetryDelays.Length)
            {
                return;
            }

            await Task.Delay(RetryDelays[attempt]);
        }
    }

    private sealed class Team(string name, int accounts, SecretLayout layout)
    {
        public IReadOnlyList<string[]> Sets { get; } =
            [.. Enumerable.Range(0, accounts).Select(i => SecretSet.GetNames(name, $"account-{i}", layout))];

        public byte[] Event { get; } = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["name"] = name,
            ["accounts"] = new JsonArray([.. Enumerable.Range(0, accounts).Select(i => new JsonObject { ["name"] = $"account-{i}", ["roleArn"] = $"arn:aws:iam::123456789012:role/{name}-{i}" })]),
        }.ToJsonString());
    }
}
