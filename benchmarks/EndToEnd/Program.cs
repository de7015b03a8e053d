using System.Globalization;
using Concourse.CredentialRotation.EndToEnd;
using Spectre.Console;

// Starts the function's process and rotates teams of several sizes, cold and warm, with 20 ms a call. Usage: EndToEnd [--short];
// BOOTSTRAP names the released executable, ZIP its zip.
const int Milliseconds = 20;
int[] sizes = args.Contains("--short") ? [1, 10] : [1, 10, 50, 200, 1000];
var runs = args.Contains("--short") ? 1 : 5;
var executable = Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(AppContext.BaseDirectory, "bootstrap");

var bench = new Bench(executable, TimeSpan.FromMilliseconds(Milliseconds));
var table = new Table().Border(TableBorder.Markdown)
    .AddColumns("accounts", "start to first /next, ms", "first rotation, ms", "in calls", "next rotation, ms", "CPU of both, ms", "peak memory, MB", "calls", "most in flight");

// The first run would measure how this program itself warms up.
await bench.RunAsync(1);
foreach (var size in sizes)
{
    var measured = new List<Measurement>();
    for (var i = 0; i < runs; i++)
    {
        measured.Add(await bench.RunAsync(size));
    }

    var median = Measurement.Median(measured);
    table.AddRow(
        Text(size),
        Text(median.Start.TotalMilliseconds, "0.0"),
        Text(median.Cold.TotalMilliseconds, "0"),
        Text(median.Cold.TotalMilliseconds / Milliseconds, "0.0"),
        Text(median.Warm.TotalMilliseconds, "0"),
        Text(median.ProcessorTime.TotalMilliseconds, "0"),
        Text(median.PeakMemory / 1024.0 / 1024.0, "0.0"),
        Text(median.Calls),
        Text(median.MostInFlight));
}

AnsiConsole.Profile.Width = 200;
AnsiConsole.Write(table);
Console.WriteLine($"{Milliseconds} ms a call; median of {runs}; {Environment.ProcessorCount} processors, {Processor()}; {Path.GetFileName(executable)} of {new FileInfo(executable).Length / 1e6:0.0} MB");
if (Environment.GetEnvironmentVariable("ZIP") is { } zip)
{
    Console.WriteLine($"zip: {new FileInfo(zip).Length / 1e6:0.00} MB");
}

static string Text(double number, string format = "0") => number.ToString(format, CultureInfo.InvariantCulture);

static string Processor() => File.Exists("/proc/cpuinfo")
    ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
    : "unknown";
