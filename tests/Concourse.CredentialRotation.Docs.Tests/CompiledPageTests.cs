using Concourse.CredentialRotation.Docs.Tests.Compiled;
using Concourse.CredentialRotation.Docs.Tests.Pages;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Docs.Tests;

/// <summary>What is wrong with a page is found, and shown where it is.</summary>
[CancelAfter(TimeLimits.Test)]
[Platform("Linux", Reason = "Process groups")]
public sealed class CompiledPageTests
{
    [TestCase("```csharp\nvar one = 1;\nConsole.WriteLine(two);\n```", "page.md(5,19): error CS0103: The name 'two' does not exist in the current context")]
    [TestCase("```csharp\n[Test]\npublic void Test() => Assert.That(one, Is.Zero);\n```", "page.md(5,35): error CS0103: The name 'one' does not exist in the current context")]
    [TestCase("```csharp\nstring text = null;\nConsole.WriteLine(text);\n```", "page.md(4,15): warning CS8600: Converting null literal or possible null value to non-nullable type.")]
    [TestCase("```csharp\nConsole.WriteLine(1);\n```\n\n```text\n2\n```", "The page shows the line\n  2\nwhich is not printed, or not there. This is printed:\n  1")]
    [TestCase("```csharp\nreturn 3;\n```", "The exit code is 3. This was printed:\n  ")]
    [TestCase("```csharp\n[Test]\npublic void Test() => Assert.That(1, Is.Zero);\n```", "Failed Test [1 ms]\nError Message:\n  Assert.That(1, Is.Zero)")]
    [TestCase("```csharp\npublic class Paths : ISecretPathStrategy\n{\n    public string GetPath(SecretPathContext context) => context.Team;\n}\n```", "Paths: Error, Distinct: ")]
    [TestCase("```csharp\n// Project/File.cs\n```", "The page has not made the project Project before: dotnet new TEMPLATE -o Project")]
    [TestCase("```shell\nmake coffee\n```", "CompiledPage does not know the command 'make coffee'.")]
    public async Task Run_WrongBlock_FindsIt(string block, string problem)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        var page = new CompiledPage(DocPage.Parse("page.md", $"# Page\n\n{block}\n"), aws, TestContext.CurrentContext.CancellationToken);

        Assert.That((await page.RunAsync()).Values.OfType<DocException>().Single().Message, Does.StartWith(problem));
    }

    [Test]
    public async Task Run_TypeThatIsShownLaterOrReplaced_IsTheOneOfTheMoment()
    {
        await using var aws = await LocalAwsServer.StartAsync();
        const string text = "```csharp\nConsole.WriteLine(new Answer().Value);\n```\n\n```text\n1\n```\n\n```csharp\nclass Answer { public int Value => 1; }\n```\n\n```csharp\nclass Answer { public int Value => 42; }\n```\n\n```csharp\nConsole.WriteLine(new Answer().Value);\n```\n\n```text\n42\n42\n```\n";

        var results = await new CompiledPage(DocPage.Parse("page.md", text), aws, TestContext.CurrentContext.CancellationToken).RunAsync();

        Assert.That(results.Values, Is.All.Null);
    }
}
