using System.IO.Compression;
using System.Xml.Linq;

namespace Concourse.CredentialRotation.PackageTests;

/// <summary>A package as it is published.</summary>
internal sealed class NuGetPackage(string file)
{
    public string File { get; } = file;

    public string Id => Metadata("id")!;

    public IReadOnlyList<string> Entries { get; } = ReadEntries(file);

    /// <summary>The name of the symbol package, which lies beside the package.</summary>
    public string Symbols => Path.ChangeExtension(File, "snupkg");

    public XElement Nuspec { get; } = ReadNuspec(file);

    /// <summary>The dependencies, with the versions that they allow.</summary>
    public IReadOnlyDictionary<string, string> Dependencies => Nuspec.Descendants(Name("dependency"))
        .ToDictionary(dependency => dependency.Attribute("id")!.Value, dependency => dependency.Attribute("version")!.Value);

    public string? Metadata(string name) => Element(name)?.Value;

    public XElement? Element(string name) => Nuspec.Element(Name("metadata"))!.Element(Name(name));

    public byte[] Read(string entry) => Read(File, entry);

    public static byte[] Read(string package, string entry)
    {
        using var archive = ZipFile.OpenRead(package);
        using var stream = archive.GetEntry(entry)!.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public static IReadOnlyList<string> ReadEntries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public override string ToString() => Path.GetFileName(File);

    private XName Name(string name) => Nuspec.Name.Namespace + name;

    private static XElement ReadNuspec(string file)
    {
        using var content = new MemoryStream(Read(file, ReadEntries(file).Single(entry => entry.EndsWith(".nuspec", StringComparison.Ordinal))));
        return XElement.Load(content);
    }
}
