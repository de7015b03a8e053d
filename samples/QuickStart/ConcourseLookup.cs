using Concourse.CredentialRotation.LocalAws;

namespace QuickStart;

/// <summary>Looks up a variable as Concourse does with its default templates: in the pipeline's, the team's and the shared path.</summary>
internal sealed class ConcourseLookup(LocalSecretsManager secrets)
{
    public (string Path, string Value)? Find(string team, string pipeline, string variable) =>
        new[] { $"/concourse/{team}/{pipeline}/{variable}", $"/concourse/{team}/{variable}", $"/concourse/{variable}" }
            .Select(path => secrets.Read(path) is { } value ? (path, value) : ((string, string)?)null)
            .FirstOrDefault(found => found is not null);
}
