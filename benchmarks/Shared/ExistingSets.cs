using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Benchmarks;

/// <summary>Sets as a rotation left them an hour ago.</summary>
internal static class ExistingSets
{
    public static void Write(LocalSecretsManager secrets, IEnumerable<string> names)
    {
        var rotation = RotationId.Create(TimeProvider.System.GetUtcNow().AddHours(-1)).ToString();
        foreach (var name in names)
        {
            secrets.Write(name, rotation, "old");
        }
    }
}
