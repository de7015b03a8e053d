using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.PackageTests;

/// <summary>What is in the packages.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class PackageTests
{
    private const string Library = "Concourse.CredentialRotation";
    private const string TestKit = "Concourse.CredentialRotation.Testing";
    private const string ParameterStore = "Concourse.CredentialRotation.ParameterStore";
    private const string Tool = "Concourse.CredentialRotation.Cli";

    // With nothing else, for those who look at what a package brings with it.
    private static readonly Dictionary<string, string[]> Dependencies = new()
    {
        [Library] =
        [
            "AWSSDK.Core", "AWSSDK.Extensions.NETCore.Setup", "AWSSDK.SecurityToken", "Microsoft.Extensions.Configuration.Abstractions",
            "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Options",
        ],
        [TestKit] = [Library],
        [ParameterStore] = ["AWSSDK.SimpleSystemsManagement", Library],
    };

    private static string[] Ids => [.. Dependencies.Keys];

    [Test]
    public void Pack_Always_MakesThesePackages() => Assert.That(
        PackedPackages.All.Select(package => package.Id),
        Is.EquivalentTo(Ids.Concat([Tool, $"{Tool}.any", $"{Tool}.linux-x64", $"{Tool}.linux-arm64"])));

    [TestCaseSource(nameof(Ids))]
    public async Task Nuspec_OfThePackage_HasWhatAFeedShows(string id)
    {
        var package = PackedPackages.Get(id);
        var url = (await Command.DotNetAsync(RepositoryRoot.Folder, "msbuild", $"src/{id}", "-getProperty:RepositoryUrl")).EnsureSuccess().Output.Trim();

        Assert.Multiple(() =>
        {
            Assert.That(package.Metadata("version"), Is.EqualTo(PackedPackages.Version));
            Assert.That(package.Metadata("description"), Has.Length.InRange(50, 300));
            Assert.That(package.Metadata("tags"), Does.Contain("concourse"));
            Assert.That(package.Metadata("license"), Is.EqualTo("MIT"));
            Assert.That(package.Metadata("projectUrl"), Is.EqualTo(url));
            Assert.That(package.Metadata("releaseNotes"), Is.Not.Empty.And.Not.Contains("## ["));
            Assert.That(package.Metadata("copyright"), Is.Not.Empty);
            Assert.That(package.Element("repository")?.Attribute("url")?.Value, Is.EqualTo(url));
            Assert.That(package.Element("repository")?.Attribute("commit")?.Value, Does.Match("^[0-9a-f]{40}$"));
        });
    }

    [TestCaseSource(nameof(Ids))]
    public void Nuspec_OfThePackage_HasOnlyTheseDependencies(string id) =>
        Assert.That(PackedPackages.Get(id).Dependencies.Keys, Is.EquivalentTo(Dependencies[id]));

    /// <summary>They use internal members of the library.</summary>
    [TestCase(TestKit)]
    [TestCase(ParameterStore)]
    public void Nuspec_OfTheOtherPackages_DependsOnExactlyThisVersionOfTheLibrary(string id) =>
        Assert.That(PackedPackages.Get(id).Dependencies[Library], Is.EqualTo($"[{PackedPackages.Version}]"));

    [TestCaseSource(nameof(Ids))]
    public void Files_OfThePackage_AreTheAssemblyItsDocumentationTheReadmeAndTheIcon(string id) =>
        Assert.That(
            PackedPackages.Get(id).Entries.Where(entry => !entry.StartsWith("_rels/", StringComparison.Ordinal) && !entry.StartsWith("package/", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "[Content_Types].xml", $"{id}.nuspec", "README.md", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml" }));

    [TestCaseSource(nameof(Ids))]
    public void Icon_OfThePackage_IsAPngOf128Pixels(string id)
    {
        var icon = PackedPackages.Get(id).Read("icon.png");

        Assert.That(Encoding.Latin1.GetString(icon, 1, 3), Is.EqualTo("PNG"));
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))), Is.EqualTo((128, 128)));
    }

    [TestCaseSource(nameof(Ids))]
    public void Readme_OfThePackage_HasOnlyAbsoluteLinks(string id)
    {
        var readme = Encoding.UTF8.GetString(PackedPackages.Get(id).Read("README.md"));

        Assert.That(readme, Does.StartWith($"# {id}\n").And.Contain($"dotnet add package {id}\n").And.Contain("/blob/main/"));
        Assert.That(readme, Does.Not.Match(@"\]\((?!https://)"));
    }

    /// <summary>Debuggers find the source files by these names with Source Link, wherever they were compiled.</summary>
    [TestCaseSource(nameof(Ids))]
    public void Symbols_OfThePackage_HaveNoPathOfThisMachine(string id)
    {
        var package = PackedPackages.Get(id);
        var symbols = $"lib/net10.0/{id}.pdb";

        Assert.That(NuGetPackage.ReadEntries(package.Symbols), Does.Contain(symbols));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(NuGetPackage.Read(package.Symbols, symbols)));
        var reader = provider.GetMetadataReader();
        Assert.That(reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)), Is.Not.Empty.And.All.StartsWith("/_/"));
    }

    [TestCaseSource(nameof(Ids))]
    public void Sbom_OfThePackage_HasItsVersionAndNoOtherOfThisProject(string id)
    {
        var sbom = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(PackedPackages.Get(id).File, "cdx.json")))!;

        var own = sbom["components"]!.AsArray().Append(sbom["metadata"]!["component"]).Where(component => component!["name"]!.GetValue<string>().StartsWith(Library, StringComparison.Ordinal));
        Assert.That(own.Select(component => component!["version"]!.GetValue<string>()), Is.Not.Empty.And.All.EqualTo(PackedPackages.Version));
    }

    [TestCaseSource(nameof(Ids))]
    public async Task Pack_RebuiltFromTheSameCommit_MakesTheSamePackage(string id)
    {
        var first = PackedPackages.Get(id);
        var folder = Path.Combine(PackedPackages.Folder, "again");
        string[] arguments = ["msbuild", $"src/{id}", "-t:Rebuild;Pack", "-p:Configuration=Release", "-p:ContinuousIntegrationBuild=true", $"-p:PackageOutputPath={folder}", "-v:q"];

        (await Command.RunAsync("dotnet", arguments, RepositoryRoot.Folder, PackedPackages.BuildEnvironment)).EnsureSuccess();

        var second = Path.Combine(folder, Path.GetFileName(first.File));
        Assert.That(first.Entries.Where(entry => !NuGetPackage.Read(second, entry).AsSpan().SequenceEqual(first.Read(entry))), Is.Empty);
        Assert.That(File.ReadAllBytes(second), Is.EqualTo(File.ReadAllBytes(first.File)));
    }

    /// <summary>A release without release notes is not possible.</summary>
    [Test]
    public async Task ReleaseNotes_OfAVersionThatIsNotInTheChangelog_BreakThePack()
    {
        string[] arguments = ["msbuild", $"src/{Library}", "-t:AddReleaseNotes"];

        var command = await Command.RunAsync("dotnet", arguments, RepositoryRoot.Folder, new Dictionary<string, string> { ["MINVERVERSIONOVERRIDE"] = "1234.5.6" });

        Assert.That(command.ExitCode, Is.Not.Zero);
        Assert.That(command.Output, Does.Contain("CHANGELOG.md has no section [1234.5.6], or it is empty."));
    }
}
