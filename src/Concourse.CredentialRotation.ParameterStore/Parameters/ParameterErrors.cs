using Amazon.SimpleSystemsManagement.Model;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>Describes failures of Parameter Store, with what to do about them where that is known.</summary>
internal static class ParameterErrors
{
    public static RotationError Format(Exception exception)
    {
        var error = RotationError.FromException(exception);
        return FindRemedy(exception) is { } remedy ? error with { Message = $"{error.Message} {remedy}" } : error;
    }

    private static string? FindRemedy(Exception exception) => exception switch
    {
        ThrottledException =>
            $"Parameter Store allows 3 writes per second, and 10 with higher throughput, which can be enabled in its settings. Lower {nameof(ParameterStoreOptions.MaxWritesPerSecond)} if something else uses the quota.",
        ParameterLimitExceededException =>
            $"The account has reached its quota of parameters in this Region: delete those that are not needed, or set {nameof(ParameterStoreOptions.Tier)} to Advanced or Intelligent-Tiering.",
        ParameterMaxVersionLimitExceededException =>
            "Remove the label from the oldest version of the parameter (aws ssm unlabel-parameter-version).",
        HierarchyTypeMismatchException =>
            "Delete the parameter, so that a rotation can create it as a SecureString.",
        InvalidKeyIdException =>
            $"The KMS key must exist in this Region, be symmetric and be enabled: see {nameof(ParameterStoreOptions.KmsKeyId)}.",
        _ => null,
    };
}
