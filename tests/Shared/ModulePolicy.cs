using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>The policy that the Terraform module gives the function, by the file that the module's own tests hold it against.</summary>
internal static class ModulePolicy
{
    public static IamPolicy Read(string? without = null)
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "policy.json"));
        return IamPolicy.Parse(without is null ? json : json.Replace($"\"{without}\"", "\"none:None\"", StringComparison.Ordinal));
    }
}
