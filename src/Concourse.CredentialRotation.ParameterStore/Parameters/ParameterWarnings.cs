using Amazon.SimpleSystemsManagement;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>Finds what the team should know about its parameters.</summary>
internal static class ParameterWarnings
{
    public static IEnumerable<string> For(ParameterSetState seen, ParameterStoreOptions options)
    {
        if (options.Tier is ParameterStoreTier.Standard
            && string.Join(", ", seen.Parameters.Where(parameter => parameter.Tier == ParameterTier.Advanced).Select(parameter => parameter.Name)) is { Length: > 0 } names)
        {
            yield return $"The following parameters are in the advanced tier, which is charged: {names}. A parameter cannot return to the standard tier. To get there, delete it: the next rotation creates it again.";
        }
    }

    /// <summary>Why a rotation cannot write the parameter, if its type is the reason; null otherwise.</summary>
    public static string? FindWrongType(ParameterState parameter) => parameter.Type is { } type && type != ParameterType.SecureString
        ? $"The parameter {parameter.Name} is a {type.Value}, and Parameter Store cannot change its type. Delete it, so that a rotation can create it as a SecureString."
        : null;
}
