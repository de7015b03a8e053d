using Concourse.CredentialRotation.Docs.Tests.Packaged;
using Concourse.CredentialRotation.Docs.Tests.Pages;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Docs.Tests;

/// <summary>The tutorials with the packed packages, as a reader follows them. build/tutorial runs it.</summary>
[CancelAfter(TimeLimits.LongTest)]
[Platform("Linux", Reason = "Process groups")]
public sealed class PackagedTutorialTests
{
    private static IEnumerable<string> Tutorials => DocPage.All.Where(page => page.IsTutorial).Select(page => page.Path);

    [TestCaseSource(nameof(Tutorials))]
    public async Task Tutorial_FollowedWithThePackages_DoesWhatItSays(string path)
    {
        if (Environment.GetEnvironmentVariable("PACKAGES") is not { Length: > 0 } packages || Environment.GetEnvironmentVariable("PACKAGES_VERSION") is not { Length: > 0 } version)
        {
            Assert.Ignore("Set PACKAGES to the folder of the packages and PACKAGES_VERSION to their version, or run build/tutorial.");
            return;
        }

        await using var aws = await LocalAwsServer.StartAsync();

        // Outside of the repository, whose settings are not the reader's.
        var folder = Directory.CreateTempSubdirectory("tutorial");
        try
        {
            await new PackagedPage(folder, packages, version, aws, TestContext.CurrentContext.CancellationToken).RunAsync(DocPage.All.Single(page => page.Path == path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
