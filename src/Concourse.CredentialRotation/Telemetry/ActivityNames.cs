namespace Concourse.CredentialRotation;

/// <summary>The activities. They are part of what hosts rely on; docs/telemetry.md describes them.</summary>
internal static class ActivityNames
{
    public const string Team = "rotate team";
    public const string Account = "rotate account";

    /// <summary>The activity of a step of an account.</summary>
    public static string Of(RotationStep step) => step switch
    {
        RotationStep.Inspect => "inspect secrets",
        RotationStep.Assume => "assume role",
        RotationStep.Verify => "verify session",
        RotationStep.Stage => "stage secrets",
        _ => "promote secrets",
    };
}
