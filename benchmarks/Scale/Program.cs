using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.LocalAws;

// Rotates many accounts in one invocation of the function's process, under AWS's published quotas and with a latency of 20 ms per call, and
// compares the duration with the minimum that the quota for writes allows, once for each layout of the secrets.
// Usage: Scale [ACCOUNTS]
// BOOTSTRAP names an executable to use instead of the one that was just built.
const int QuotaPerSecond = 50;

var accounts = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
var executable = Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(AppContext.BaseDirectory, "bootstrap");
var isWithinLimits = await RunAsync(SecretLayout.Separate, maxRatio: 1.15);
isWithinLimits &= await RunAsync(SecretLayout.Combined, maxRatio: 1.2);
return isWithinLimits ? 0 : 1;

async Task<bool> RunAsync(SecretLayout layout, double maxRatio)
{
    var quotas = new LocalAwsQuotas(QuotaPerSecond);
    await using var aws = await LocalAwsServer.StartAsync();
    (aws.Quotas, aws.Latency) = (quotas, TimeSpan.FromMilliseconds(20));
    ExistingSets.Write(aws.Secrets, LargeTeam.Secrets(accounts, layout));
    var settings = new Dictionary<string, string> { ["AWS_LAMBDA_LOG_LEVEL"] = "ERROR", ["CredentialRotation__Layout"] = $"{layout}" };
    await using var runtime = await LocalLambdaRuntime.StartAsync();
    await using var function = LocalFunction.Start(executable, aws, runtime, settings, Console.Error.WriteLine);

    var watch = Stopwatch.StartNew();
    var invocation = runtime.InvokeAsync(LargeTeam.Event(accounts), TimeSpan.FromMinutes(15));
    var memory = new List<long>();
    while (await Task.WhenAny(invocation, Task.Delay(TimeSpan.FromSeconds(1))) != invocation)
    {
        memory.Add(function.ResidentMemory / 1024 / 1024);
    }

    var seconds = watch.Elapsed.TotalSeconds;
    var result = await invocation;
    if (result.IsError)
    {
        Console.WriteLine($"{layout}: failed: {result.Json[..Math.Min(result.Json.Length, 2000)]}");
        return false;
    }

    var rotated = JsonNode.Parse(result.Json)!["accounts"]!.AsArray().Count(account => account!["outcome"]!.GetValue<string>() is "rotated");
    var minimum = accounts * SecretSet.GetWrites(layout) / (double)QuotaPerSecond;
    var ratio = seconds / minimum;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{layout}: {rotated} of {accounts} accounts rotated in {seconds:0.0} s: {ratio:0.000} times the minimum of {minimum:0.0} s that the quota allows (limit: {maxRatio})"));
    Console.WriteLine($"{aws.Calls.Count} calls, {quotas.Throttled} of them throttled");
    if (memory.Count >= 4)
    {
        Console.WriteLine($"resident memory in MB: {memory[memory.Count / 4]} after a quarter of the time, {memory[memory.Count / 2]} after half of it, {memory[^1]} at the end; maximum {memory.Max()}");
    }

    return rotated == accounts && ratio <= maxRatio;
}
