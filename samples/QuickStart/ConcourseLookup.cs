using Concourse.CredentialRotation.LocalAws;

namespace QuickStart;

/// <summary>Concourse's way to find a variable in Secrets Manager, with its default templates: pipeline, team, shared.</summary>
internal sealed class ConcourseLookup(LocalSecretsManager secrets)
{
    public (string Path, string Value)? Find(string team, string pipeline, string variable) =>
        new[] { $"/concourse/{team}/{pipeline}/{variable}", $"/concourse/{team}/{variable}", $"/concourse/{variable}" }
            .Select(path => secrets.Read(path) is { } value ? (path, value) : ((string, string)?)null)
            .FirstOrDefault(found => found is not null);
}
