using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.EndToEnd;

// Starts the function's process and rotates teams of several sizes, cold and warm, with a latency of 20 ms per call.
// Usage: EndToEnd [--short] [--write FILE]
// BOOTSTRAP names the released executable and ZIP its zip file. FILE is a Markdown file whose marked sections are replaced with the tables;
// it requires BOOTSTRAP.
var isShort = args.Contains("--short");
var file = args.SkipWhile(arg => arg != "--write").ElementAtOrDefault(1);
var executable = Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(AppContext.BaseDirectory, "bootstrap");
if (file is not null && Environment.GetEnvironmentVariable("BOOTSTRAP") is null)
{
    Console.Error.WriteLine("Set BOOTSTRAP to the path of the released executable: only its measurements may be written to a file.");
    return 2;
}

var zip = Environment.GetEnvironmentVariable("ZIP");

var bench = new Bench(executable, TimeSpan.FromMilliseconds(20));
var suite = new Suite(bench, isShort ? Effort.Short : Effort.Full, zip is null ? null : new FileInfo(zip).Length);

// The first run warms up this program itself and is not measured.
await bench.RunAsync(new Scenario(50));
var sections = new List<(string Name, string Text)>();
await foreach (var section in suite.RunAsync())
{
    Console.WriteLine($"{section.Section}\n\n{section.Text}");
    sections.Add(section);
}

if (file is not null)
{
    var document = await Document.ReadAsync(file);
    sections.ForEach(section => document.Replace(section.Name, section.Text));
    await document.WriteAsync();
}

return 0;
