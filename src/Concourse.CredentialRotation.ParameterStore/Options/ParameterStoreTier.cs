namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// The tier of the parameters (<see href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html">parameter
/// tiers</see>).
/// </summary>
public enum ParameterStoreTier
{
    /// <summary>Values of up to 4 KB, without charge.</summary>
    Standard,

    /// <summary>Values of up to 8 KB. Each parameter is charged, and can never return to the standard tier.</summary>
    Advanced,

    /// <summary>Parameter Store chooses the tier of each parameter: advanced only if its value is longer than 4 KB, or if there are already 10,000 parameters.</summary>
    IntelligentTiering,
}
