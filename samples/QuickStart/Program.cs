using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using QuickStart;
using Spectre.Console;

// Rotates a team's credentials twice with the real Lambda function against an AWS emulator on this machine, and shows the results.
// Usage: QuickStart [EVENT.json]
var eventFile = args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "example-team.json");
if (!File.Exists(eventFile))
{
    Console.Error.WriteLine($"The file {eventFile} does not exist. Pass the path of a team configuration, or no argument to use the example.");
    return 2;
}

var payload = await File.ReadAllBytesAsync(eventFile);
await using var aws = await LocalAwsServer.StartAsync();
await using var runtime = await LocalLambdaRuntime.StartAsync();
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 160;
}

var screen = new Screen(AnsiConsole.Console, aws.Secrets);
screen.Line($"AWS emulator: {aws.Endpoint}   event: {Path.GetFileName(eventFile)}");
screen.Line("CredentialRotation__MinimumAge is set to 00:00:00. Otherwise, the second rotation would skip the secrets because they are still fresh.");

await using var function = LocalFunction.Start(
    Path.Combine(AppContext.BaseDirectory, "bootstrap"),
    aws,
    runtime,
    new Dictionary<string, string> { ["CredentialRotation__MinimumAge"] = "00:00:00", ["AWS_LAMBDA_LOG_LEVEL"] = "WARN" },
    screen.Log);

JsonNode? report = null;
foreach (var ordinal in new[] { "First", "Second" })
{
    screen.Title($"{ordinal} rotation");
    var invocation = runtime.InvokeAsync(payload, TimeSpan.FromMinutes(5));
    if (await Task.WhenAny(invocation, runtime.InitError, function.Exited) != invocation)
    {
        Console.Error.WriteLine($"The function did not start: {(runtime.InitError.IsCompleted ? await runtime.InitError : $"exit code {function.ExitCode}")}");
        return 1;
    }

    var result = await invocation;
    if (result.IsError)
    {
        Console.Error.WriteLine($"The invocation failed: {JsonNode.Parse(result.Json)!["errorMessage"]}");
        return 1;
    }

    report = JsonNode.Parse(result.Json)!;
    screen.Show(report);
}

screen.Title("What a pipeline reads");
var team = report!["team"]!.GetValue<string>();
var concourse = new ConcourseLookup(aws.Secrets);
var allFound = true;
foreach (var account in report["accounts"]!.AsArray().Select(account => account!["account"]!.GetValue<string>()))
{
    var sessions = aws.Sts.Sessions.Select(session => session.AccessKeyId).ToList();
    var variable = $"{account}-access-key";
    var found = concourse.Find(team, "any-pipeline", variable);
    var isNewest = found is { } secret && sessions.IndexOf(secret.Value) >= sessions.Count / 2;
    allFound &= isNewest;
    screen.Line($"(({variable})): {(found is { } hit ? $"{hit.Path}  {Screen.Masked(hit.Value)}" : "not found")}{(isNewest ? ", from the session of the second rotation" : ", NOT from the session of the second rotation")}");
}

return allFound ? 0 : 1;
