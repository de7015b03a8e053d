using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.InProcess;
using static Concourse.CredentialRotation.Benchmarks.Markdown;

// Measures the work of a rotation without AWS.
// Usage: InProcess [--short] [--write FILE]
// FILE is a Markdown file whose marked section is replaced with the table.
var file = args.SkipWhile(arg => arg != "--write").ElementAtOrDefault(1);
var job = (args.Contains("--short") ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
var summary = BenchmarkRunner.Run<TeamBenchmarks>(ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Unicode)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "rotation-bench")));
if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
{
    return 1;
}

var table = Table(
    ["Operation", "Accounts", "Mean, µs", "Allocated, KB"],
    summary.Reports.Select(report => new[]
    {
        report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
        $"{report.BenchmarkCase.Parameters[nameof(TeamBenchmarks.Accounts)]}",
        Number(report.ResultStatistics!.Mean / 1000, "0.0"),
        Number((report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / 1024.0, "0.0"),
    }));
Console.WriteLine(table);
if (file is not null)
{
    var document = await Document.ReadAsync(file);
    document.Replace("in process", table);
    await document.WriteAsync();
}

return 0;
