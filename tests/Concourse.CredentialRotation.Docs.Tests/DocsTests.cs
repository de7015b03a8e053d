using System.Collections.Concurrent;
using Concourse.CredentialRotation.Docs.Tests.Compiled;
using Concourse.CredentialRotation.Docs.Tests.Pages;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Docs.Tests;

/// <summary>All C# code of the documentation is compiled, and does what the pages say.</summary>
[CancelAfter(TimeLimits.LongTest)] // The first test of a page waits for all of it.
[Platform("Linux", Reason = "Process groups")]
public sealed class DocsTests
{
    private static readonly ConcurrentDictionary<string, Task<IReadOnlyDictionary<DocBlock, DocException?>>> Results = new(StringComparer.Ordinal);

    private static IEnumerable<TestCaseData> Blocks =>
        DocPage.All.SelectMany(page => page.Blocks
            .Where(block => block.Language is DocBlock.CSharp or DocBlock.Shell)
            .Select(block => new TestCaseData(page.Path, block.Line).SetArgDisplayNames($"{block}")));

    [TestCaseSource(nameof(Blocks))]
    public async Task Block_OfThePage_DoesWhatThePageSays(string path, int line)
    {
        var page = DocPage.All.Single(page => page.Path == path);

        // The blocks of a page build on one another, so they run together.
        var results = await Results.GetOrAdd(path, _ => RunAsync(page, TestContext.CurrentContext.CancellationToken));

        if (results.Single(block => block.Key.Line == line).Value is { } problem)
        {
            Assert.Fail(problem.Message);
        }
    }

    private static async Task<IReadOnlyDictionary<DocBlock, DocException?>> RunAsync(DocPage page, CancellationToken cancellationToken)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        return await new CompiledPage(page, aws, cancellationToken).RunAsync();
    }
}
