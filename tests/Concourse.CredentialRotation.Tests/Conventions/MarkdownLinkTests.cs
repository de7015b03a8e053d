using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>The links between the documents of the repository.</summary>
public sealed class MarkdownLinkTests
{
    private static readonly string[] Documents =
    [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", .. ((string[])["docs", "src", "terraform"]).SelectMany(folder => RepositoryRoot.Files(folder, "*.md")),
    ];

    private static readonly Dictionary<string, MarkdownDocument> Read = Documents.ToDictionary(path => path, path => new MarkdownDocument(path));

    [TestCaseSource(nameof(Documents))]
    public void Links_OfTheDocument_LeadSomewhere(string document) => Assert.That(Read[document].LocalLinks.Where(link => !Exists(document, link)), Is.Empty);

    private static bool Exists(string document, string link)
    {
        var (file, anchor) = link.Split('#', 2) is [var target, var heading] ? (target, heading) : (link, null);
        var path = file.Length == 0 ? document : Path.GetRelativePath("/", Path.GetFullPath(file, $"/{Path.GetDirectoryName(document)}")).Replace('\\', '/');
        return Path.Exists(Path.Combine(RepositoryRoot.Folder, path)) && (anchor is null || Read.GetValueOrDefault(path)?.HasAnchor(anchor) is not false);
    }
}
