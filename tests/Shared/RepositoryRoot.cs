namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>The repository on disk, for tests that compare the code with documents and Terraform modules.</summary>
internal static class RepositoryRoot
{
    public static readonly string Folder = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>The paths of files from the root, with slashes, without what a build creates.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Folder, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "TestResults" or "StrykerOutput" or "BenchmarkDotNet.Artifacts" || part.StartsWith('.')))
            .OrderBy(file => file, StringComparer.Ordinal),
    ];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent ?? throw new AssertionException($"No folder above {AppContext.BaseDirectory} is the repository's root.");
        }

        return folder.FullName;
    }
}
