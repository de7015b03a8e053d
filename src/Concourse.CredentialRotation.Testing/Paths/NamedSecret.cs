namespace Concourse.CredentialRotation.Testing;

/// <summary>A name that a strategy returned.</summary>
internal sealed record NamedSecret(SecretPathContext Context, string Path)
{
    public override string ToString() => $"the secret {SafeText.Quote(Path)} ({SecretPathProbe.Describe(Context)})";
}
