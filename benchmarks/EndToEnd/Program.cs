using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.EndToEnd;

// Starts the function's process and rotates teams of several sizes, cold and warm, with 20 ms a call. Usage: EndToEnd [--short] [--write FILE];
// BOOTSTRAP names the released executable, ZIP its zip; FILE is a Markdown file whose marked sections get the tables, of the release only.
var isShort = args.Contains("--short");
var file = args.SkipWhile(arg => arg != "--write").ElementAtOrDefault(1);
var executable = Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(AppContext.BaseDirectory, "bootstrap");
if (file is not null && Environment.GetEnvironmentVariable("BOOTSTRAP") is null)
{
    Console.Error.WriteLine("BOOTSTRAP must name the released executable: what is written down is not told of another.");
    return 2;
}

var zip = Environment.GetEnvironmentVariable("ZIP");

var bench = new Bench(executable, TimeSpan.FromMilliseconds(20));
var suite = new Suite(bench, isShort ? Effort.Short : Effort.Whole, zip is null ? null : new FileInfo(zip).Length);

// The first run would measure how this program itself warms up.
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
