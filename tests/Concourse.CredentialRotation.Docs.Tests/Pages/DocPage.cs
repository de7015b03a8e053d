using Concourse.CredentialRotation.Tests.Shared;
using Markdig;
using Markdig.Syntax;

namespace Concourse.CredentialRotation.Docs.Tests.Pages;

/// <summary>A Markdown page with its code blocks.</summary>
internal sealed record DocPage(string Path, IReadOnlyList<DocBlock> Blocks)
{
    /// <summary>The README, the pages of the documentation and the packages' READMEs.</summary>
    public static IReadOnlyList<DocPage> All { get; } =
    [
        .. RepositoryRoot.Files("docs", "*.md")
            .Concat(RepositoryRoot.Files("src", "README.md"))
            .Prepend("README.md")
            .Select(path => Parse(path, RepositoryRoot.Read(path))),
    ];

    /// <summary>Whether the page makes projects, and is not only a collection of examples.</summary>
    public bool IsTutorial => Blocks.Any(block => block.Project is not null);

    public static DocPage Parse(string path, string markdown)
    {
        var (section, blocks) = ("", new List<DocBlock>());
        foreach (var block in Markdown.Parse(markdown).Descendants().OfType<LeafBlock>())
        {
            if (block is HeadingBlock heading)
            {
                section = markdown.Substring(heading.Span.Start, heading.Span.Length).TrimStart('#', ' ');
            }
            else if (block is FencedCodeBlock fence)
            {
                if (fence.Info is DocBlock.Text && blocks is [.., var last])
                {
                    blocks[^1] = last with { Output = last.Output ?? fence.Lines.ToString() };
                }

                blocks.Add(new(path, section, fence.Line + 2, fence.Info ?? "", fence.Lines.ToString(), null));
            }
        }

        return new(path, blocks);
    }
}
