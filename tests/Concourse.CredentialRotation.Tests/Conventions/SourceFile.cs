namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>A C# file.</summary>
/// <param name="Path">Its path from the repository's root.</param>
/// <param name="Code">Its text without comments, and with empty strings.</param>
internal sealed record SourceFile(string Path, string Code)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsIn(string folder) => Path.StartsWith($"{folder}/", StringComparison.Ordinal);

    public override string ToString() => Path;
}
