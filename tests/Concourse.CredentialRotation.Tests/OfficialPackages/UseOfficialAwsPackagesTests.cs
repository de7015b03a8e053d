using System.Diagnostics;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.Tests.Conventions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.OfficialPackages;

/// <summary>What MSBuild makes of the projects with the property UseOfficialAwsPackages; nothing is restored or built.</summary>
[CancelAfter(TimeLimits.Test)]
[Parallelizable(ParallelScope.Children)]
public sealed class UseOfficialAwsPackagesTests
{
    private const string Library = "src/Concourse.CredentialRotation/Concourse.CredentialRotation.csproj";
    private const string Host = "src/Concourse.CredentialRotation.Lambda/Concourse.CredentialRotation.Lambda.csproj";
    private const string Tests = "tests/Concourse.CredentialRotation.Tests/Concourse.CredentialRotation.Tests.csproj";

    [TestCase(Library, "AWSSDK.SecretsManager")]
    [TestCase(Host, "Amazon.Lambda.Core", "Amazon.Lambda.RuntimeSupport")]
    public async Task Evaluate_WithIt_ReferencesExactVersionsAndCompilesNoStandIn(string project, params string[] packages)
    {
        var evaluated = await EvaluateAsync(project, useOfficialPackages: true, "-getItem:Compile,PackageReference,PackageVersion");

        Assert.That(Identities(evaluated, "PackageReference"), Is.SupersetOf(packages));
        Assert.That(Identities(evaluated, "Compile"), Has.None.Contains(SourceTree.StandIns).And.Some.EndsWith(".cs"));

        // A range would restore its lowest version.
        var versions = Items(evaluated, "PackageVersion").Where(item => packages.Contains(Identity(item))).Select(item => item!["Version"]!.GetValue<string>());
        Assert.That(versions, Has.Exactly(packages.Length).Match(@"^\d+\.\d+\.\d+(\.\d+)?$"));
    }

    [TestCase(Library)]
    [TestCase(Host)]
    public async Task Evaluate_WithoutIt_CompilesTheStandInsAndReferencesNoOfficialPackage(string project)
    {
        var evaluated = await EvaluateAsync(project, useOfficialPackages: false, "-getItem:Compile,PackageReference");

        Assert.That(Identities(evaluated, "PackageReference"), Has.None.StartsWith("Amazon.Lambda.").And.None.EqualTo("AWSSDK.SecretsManager"));
        Assert.That(Identities(evaluated, "Compile"), Has.Some.Contains(SourceTree.StandIns));
    }

    /// <summary>A restore writes to a lock file that is there, even where RestorePackagesWithLockFile is not set.</summary>
    [TestCase(Library)]
    [TestCase(Host)]
    [TestCase(Tests)]
    public async Task Evaluate_WithIt_LeavesTheCommittedLockFileAlone(string project)
    {
        var evaluated = await EvaluateAsync(project, useOfficialPackages: true, "-getProperty:NuGetLockFilePath,MSBuildProjectExtensionsPath");

        var properties = evaluated["Properties"]!;
        Assert.That(properties["NuGetLockFilePath"]!.GetValue<string>(), Does.StartWith(properties["MSBuildProjectExtensionsPath"]!.GetValue<string>()));
    }

    private static async Task<JsonNode> EvaluateAsync(string project, bool useOfficialPackages, string wanted)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(RepositoryRoot.Folder, project), $"-p:UseOfficialAwsPackages={useOfficialPackages}", wanted])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The build that runs this test says with these where its own MSBuild is.
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        var cancellation = TestContext.CurrentContext.CancellationToken;
        using var process = Process.Start(start)!;
        await using var killed = cancellation.Register(process.Kill);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        Assert.That(process.ExitCode, Is.Zero, $"{await output}{await error}");
        return JsonNode.Parse(await output)!;
    }

    private static JsonArray Items(JsonNode evaluated, string type) => evaluated["Items"]![type]!.AsArray();

    private static string Identity(JsonNode? item) => item!["Identity"]!.GetValue<string>();

    private static IEnumerable<string> Identities(JsonNode evaluated, string type) => Items(evaluated, type).Select(Identity);
}
