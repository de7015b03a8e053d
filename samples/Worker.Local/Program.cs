using System.Diagnostics;
using System.Runtime.InteropServices;
using Concourse.CredentialRotation.LocalAws;

// Runs the worker against an AWS emulator on this machine until you press Ctrl+C.
// Usage: Worker.Local [FOLDER], with a folder of team files. The environment variable PORT sets the worker's port.
var folder = Path.GetFullPath(args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "teams"));
var address = $"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "8080"}";

await using var aws = await LocalAwsServer.StartAsync();
var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Worker")) { WorkingDirectory = AppContext.BaseDirectory };

// The AWS settings and the proxy of this machine do not apply to the emulator.
foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)).ToList())
{
    start.Environment.Remove(name);
}

start.Environment["AWS_ENDPOINT_URL"] = aws.Endpoint.ToString();
start.Environment["AWS_REGION"] = "us-east-1";
start.Environment["AWS_ACCESS_KEY_ID"] = aws.Sts.ExecutionRole.AccessKeyId;
start.Environment["AWS_SECRET_ACCESS_KEY"] = aws.Sts.ExecutionRole.SecretAccessKey;
start.Environment["AWS_SESSION_TOKEN"] = aws.Sts.ExecutionRole.SessionToken;
start.Environment["ASPNETCORE_URLS"] = address;
start.Environment["Worker__TeamFolder"] = folder;
start.Environment["Worker__Interval"] = "00:00:10";

Console.WriteLine($"AWS emulator: {aws.Endpoint}");
Console.WriteLine($"Team files:   {folder}, read every 10 seconds. Change one, or add one.");
Console.WriteLine($"Health:       curl {address}/healthz");

// Ctrl+C reaches the worker as well. This program ends after it, because the worker still needs AWS to finish what it has begun.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
using var worker = Process.Start(start)!;
await worker.WaitForExitAsync();
Console.WriteLine($"Secrets:      {string.Join(", ", aws.Secrets.Names)}");
return worker.ExitCode;
