namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>A folder of team files as Kubernetes mounts a ConfigMap: links to files in a folder that is itself behind a link, which an update replaces.</summary>
internal sealed class TeamFolder : IDisposable
{
    private const string Current = "..data";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private int _version;

    public string Path => _folder.FullName;

    /// <summary>A team with a role for each account.</summary>
    public static string Team(string name, params string[] accounts) =>
        $$"""{"name":"{{name}}","renewAfter":2700,"accounts":[{{string.Join(',', accounts.Select(account => $$"""{"name":"{{account}}","roleArn":"arn:aws:iam::123456789999:role/{{account}}"}"""))}}]}""";

    /// <summary>Replaces all files.</summary>
    public void Update(params (string Name, string Json)[] files)
    {
        var version = _folder.CreateSubdirectory($"..{++_version}");
        foreach (var (name, json) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(version.FullName, name), json);
        }

        if (Directory.Exists(InFolder(Current)))
        {
            Directory.Delete(InFolder(Current));
        }

        Directory.CreateSymbolicLink(InFolder(Current), version.Name);
        foreach (var link in _folder.GetFiles())
        {
            link.Delete();
        }

        foreach (var (name, _) in files)
        {
            File.CreateSymbolicLink(InFolder(name), System.IO.Path.Combine(Current, name));
        }
    }

    public void Dispose()
    {
        // A test may have removed it.
        if (Directory.Exists(Path))
        {
            _folder.Delete(recursive: true);
        }
    }

    private string InFolder(string name) => System.IO.Path.Combine(Path, name);
}
