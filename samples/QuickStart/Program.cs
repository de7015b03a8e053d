using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using QuickStart;
using Spectre.Console;

// Rotates a team's credentials with the real Lambda function against an AWS emulator on this machine, and shows the results: the team of a file twice,
// or the example team twice with three secrets and once with all four.
// Usage: QuickStart [EVENT.json]
if (args is [PipelineTask.Argument])
{
    await PipelineTask.RunAsync();
    return 0;
}

var example = Path.Combine(AppContext.BaseDirectory, "example-team.json");
var exampleWithBothLayouts = Path.Combine(AppContext.BaseDirectory, "example-team-layout-both.json");
string[] eventFiles = args.FirstOrDefault() is { } eventFile ? [eventFile, eventFile] : [example, example, exampleWithBothLayouts];
if (!File.Exists(eventFiles[0]))
{
    Console.Error.WriteLine($"The file {eventFiles[0]} does not exist. Pass the path of a team configuration, or no argument to use the example.");
    return 2;
}

await using var aws = await LocalAwsServer.StartAsync();
await using var runtime = await LocalLambdaRuntime.StartAsync();
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 160;
}

var screen = new Screen(AnsiConsole.Console, aws.Secrets);
screen.Line($"AWS emulator: {aws.Endpoint}");
screen.Line("CredentialRotation__MinimumAge is set to 00:00:00. Otherwise, later rotations would skip the secrets because they are still fresh.");

await using var function = LocalFunction.Start(
    Path.Combine(AppContext.BaseDirectory, "bootstrap"),
    aws,
    runtime,
    new Dictionary<string, string> { ["CredentialRotation__MinimumAge"] = "00:00:00", ["AWS_LAMBDA_LOG_LEVEL"] = "WARN" },
    screen.Log);

JsonNode? report = null;
var sessions = new Dictionary<string, LocalIdentity>();
foreach (var (number, file) in eventFiles.Index())
{
    screen.Title($"Rotation {number + 1}: {Path.GetFileName(file)}");
    var invocation = runtime.InvokeAsync(await File.ReadAllBytesAsync(file), TimeSpan.FromMinutes(5));
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
    foreach (var account in report["accounts"]!.AsArray().Where(account => account!["accessKeyId"] is not null))
    {
        sessions[$"{account!["account"]}"] = aws.Sts.Sessions.Single(session => session.AccessKeyId == $"{account["accessKeyId"]}");
    }

    screen.Show(report);
}

screen.Title("What a pipeline reads");
var concourse = new ConcourseLookup(aws.Secrets);
var isAsExpected = true;
(string Reference, string Value, LocalIdentity Session)? combined = null;
foreach (var account in report!["accounts"]!.AsArray())
{
    var session = sessions[$"{account!["account"]}"];
    foreach (var variable in account["paths"]!.AsArray().Select(path => $"{path}".Split('/')[^1]))
    {
        // Without quotation marks, Concourse takes a dot for the start of a field.
        var reference = variable.Contains('.') ? $"((\"{variable}\"))" : $"(({variable}))";
        var found = concourse.Find($"{report["team"]}", "any-pipeline", variable);
        var isNewest = found is { } secret && IsFrom(session, secret.Value);
        isAsExpected &= isNewest;
        screen.Line($"{reference}: {(found is { } hit ? $"{hit.Path}  {Screen.Masked(hit.Value)}" : "not found")}, {(isNewest ? "from" : "NOT from")} the newest session");
        if (found is { Value: ['{', ..] value })
        {
            combined ??= (reference, value, session);
        }
    }
}

if (combined is { } credentials)
{
    screen.Title($"What a task does with {credentials.Reference}");
    screen.Line($"parameter of the task: AWS_CREDENTIALS: {credentials.Reference}");
    screen.Line($"AWS profile of the task: {PipelineTask.CredentialProcess}");
    var arn = await PipelineTask.StartAsync(aws.Endpoint, credentials.Value);
    isAsExpected &= arn == credentials.Session.Arn;
    screen.Line($"response to GetCallerIdentity: {arn ?? "none"}");
}

return isAsExpected ? 0 : 1;

static bool IsFrom(LocalIdentity session, string value) => value is ['{', ..]
    ? $"{JsonNode.Parse(value)!["SessionToken"]}" == session.SessionToken
    : value == session.AccessKeyId || value == session.SecretAccessKey || value == session.SessionToken;
