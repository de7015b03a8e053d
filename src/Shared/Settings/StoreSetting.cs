using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation;

/// <summary>The variable that chooses the store of the secrets.</summary>
internal static class StoreSetting
{
    public const string Variable = "SECRET_STORE";

    private const string SecretsManager = "secrets-manager";
    private const string ParameterStore = "parameter-store";

    /// <summary>Whether the secrets are kept in Parameter Store instead of Secrets Manager.</summary>
    public static bool IsParameterStore(string? value) => Is(value, ParameterStore);

    /// <summary>Why the value is not valid; null when it is.</summary>
    public static string? FindError(string? value) => string.IsNullOrEmpty(value) || IsParameterStore(value) || Is(value, SecretsManager)
        ? null
        : $"{Variable}: must be {SecretsManager} or {ParameterStore}, but was '{value}'";

    /// <summary>The error in the name of a variable that was meant to be this one; null for any other.</summary>
    public static string? FindMisspelling(string variable) => variable.StartsWith("SECRET_STO", StringComparison.OrdinalIgnoreCase) && !Is(variable, Variable)
        ? $"{variable}: is not a setting; did you mean {Variable}?"
        : null;

    /// <summary>Uses the store that the variable chooses.</summary>
    public static CredentialRotationBuilder UseStore(this CredentialRotationBuilder builder, string? value)
    {
        // Both are registered, so that the settings of the other store are known as such. The last one is used.
        builder.UseParameterStore();
        return IsParameterStore(value) ? builder : builder.UseSecretsManager();
    }

    private static bool Is(string? text, string known) => known.Equals(text, StringComparison.OrdinalIgnoreCase);
}
