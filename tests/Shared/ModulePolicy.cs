using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>The policy that the Terraform module gives the function, from the file that the module's own tests compare it with.</summary>
internal static class ModulePolicy
{
    public static IamPolicy Read(string? without = null)
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "policy.json"));
        if (without is not null && !json.Contains($"\"{without}\"", StringComparison.Ordinal))
        {
            throw new ArgumentException($"The policy does not have {without}.", nameof(without));
        }

        return IamPolicy.Parse(without is null ? json : json.Replace($"\"{without}\"", "\"none:None\"", StringComparison.Ordinal));
    }
}
