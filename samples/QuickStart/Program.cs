using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using QuickStart;
using Spectre.Console;

// Rotates a team's credentials twice with the real Lambda function against an AWS on this machine, and shows what came of it.
// Usage: QuickStart [EVENT.json]
var eventFile = args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "example-team.json");
if (!File.Exists(eventFile))
{
    Console.Error.WriteLine($"There is no file {eventFile}. Name a team's configuration, or nothing for the example.");
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
screen.Line($"AWS on this machine: {aws.Endpoint}   event: {Path.GetFileName(eventFile)}");
screen.Line("The function is told CredentialRotation__MinimumAge=00:00:00, or it would skip the second rotation: the set is still fresh.");

await using var function = LocalFunction.Start(
    Path.Combine(AppContext.BaseDirectory, "bootstrap"),
    aws,
    runtime,
    new Dictionary<string, string> { ["CredentialRotation__MinimumAge"] = "00:00:00", ["AWS_LAMBDA_LOG_LEVEL"] = "WARN" },
    screen.Log);

JsonNode? report = null;
foreach (var turn in new[] { "First", "Second" })
{
    screen.Title($"{turn} rotation");
    var answer = runtime.InvokeAsync(payload, TimeSpan.FromMinutes(5));
    if (await Task.WhenAny(answer, runtime.InitError, function.Exited) != answer)
    {
        Console.Error.WriteLine($"The function did not start: {(runtime.InitError.IsCompleted ? await runtime.InitError : $"exit code {function.ExitCode}")}");
        return 1;
    }

    var result = await answer;
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
    var newest = aws.Sts.Sessions.Select(session => session.AccessKeyId).ToList();
    var variable = $"{account}-access-key";
    var found = concourse.Find(team, "any-pipeline", variable);
    var isNewest = found is { } secret && newest.IndexOf(secret.Value) >= newest.Count / 2;
    allFound &= isNewest;
    screen.Line($"(({variable}))  is  {(found is { } hit ? $"{hit.Path}  {Screen.Masked(hit.Value)}" : "not found")}{(isNewest ? ", the session of the second rotation" : ", NOT the session of the second rotation")}");
}

return allFound ? 0 : 1;
