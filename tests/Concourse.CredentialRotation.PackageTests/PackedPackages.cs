using System.Text.RegularExpressions;
using System.Xml.Linq;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.PackageTests;

/// <summary>The packages of all tests, with a version that no other run has. build/test-packages has packed them.</summary>
[SetUpFixture]
[CancelAfter(TimeLimits.LongTest)]
public sealed partial class PackedPackages
{
    private static readonly string Root = Directory.CreateTempSubdirectory("package-tests-").FullName;

    internal static string Version { get; } = GetVariable("PACKAGES_VERSION");

    internal static string Folder { get; } = GetVariable("PACKAGES");

    /// <summary>What makes a build of the packages the same as the first one.</summary>
    internal static IReadOnlyDictionary<string, string> BuildEnvironment { get; } = new Dictionary<string, string>
    {
        ["MINVERVERSIONOVERRIDE"] = Version,
        ["SOURCE_DATE_EPOCH"] = "1577836800",
    };

    internal static IReadOnlyList<NuGetPackage> All { get; private set; } = [];

    internal static NuGetPackage Get(string id) => All.Single(package => package.Id == id);

    /// <summary>Copies a project to a folder where restores take the packages of this project from this run, and all others from the machine's sources.</summary>
    internal static string Copy(string project)
    {
        var (source, target) = (Path.Combine(RepositoryRoot.Folder, project), Path.Combine(Root, Path.GetFileName(project)));
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        return target;
    }

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        All = [.. Directory.EnumerateFiles(Folder, "*.nupkg").Select(file => new NuGetPackage(file))];

        await WriteNuGetConfigAsync();
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(Root, recursive: true);

    private static string GetVariable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not set: run make test-packages.");

    private static async Task WriteNuGetConfigAsync()
    {
        var sources = EnabledSource().Matches((await Command.DotNetAsync(Root, "nuget", "list", "source")).EnsureSuccess().Output);
        var packages = (await Command.DotNetAsync(Root, "nuget", "locals", "global-packages", "--list")).EnsureSuccess().Output.Split(": ")[1].Trim();
        new XElement(
            "configuration",
            // The packages of this run do not stay on the machine, and what the machine has is not downloaded again.
            new XElement("config", Add("globalPackagesFolder", Path.Combine(Root, "global"))),
            new XElement("fallbackPackageFolders", Add("machine", packages)),
            new XElement("packageSources", Add("packed", Folder)),
            new XElement(
                "packageSourceMapping",
                Map("packed", "Concourse.*"),
                sources.Select(source => Map(source.Groups["name"].Value, "*"))))
            .Save(Path.Combine(Root, "nuget.config"));
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement Map(string source, string pattern) =>
        new("packageSource", new XAttribute("key", source), new XElement("package", new XAttribute("pattern", pattern)));

    [GeneratedRegex(@"^\s*\d+\.\s+(?<name>.+) \[Enabled\]\s*$", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
