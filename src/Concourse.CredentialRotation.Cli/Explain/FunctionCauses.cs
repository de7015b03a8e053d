namespace Concourse.CredentialRotation.Cli;

/// <summary>Finds the likely cause of an error of the function.</summary>
internal static class FunctionCauses
{
    public static Cause Find(FunctionError error) => error.Kind switch
    {
        ErrorKind.RoleDenied => Rotation(
            $"{error.Subject}: the function may not assume the role. If only this account fails, the trust policy names another role or external ID, the role was deleted, or its AWS account is closed. If all accounts fail, the function's own role was deleted and created again.",
            "Run 'doctor' as the function's role, and correct the trust policy (docs/operations.md, `AccessDenied` in the log)."),
        ErrorKind.KeyDenied => Rotation(
            $"{error.Subject}: the function may not use the KMS key of the secrets.",
            "Allow the function's role kms:GenerateDataKey and kms:Decrypt (in Parameter Store, kms:Encrypt and kms:Decrypt), both in its own policy and in the key policy (docs/operations.md, `EncryptionFailure`)."),
        ErrorKind.KeyUnusable => new(
            Verdict.Yes,
            $"{error.Subject}: the KMS key of the secrets cannot be used. In most cases it is disabled or scheduled for deletion; then Concourse cannot read the secrets either, and steps that start now fail.",
            "Look at its state (aws kms describe-key), ask who changed it and why, and enable it. If it is enabled, the function lacks permissions (docs/operations.md, `EncryptionFailure`)."),
        ErrorKind.QuotaExceeded => Rotation(
            $"{error.Subject}: AWS throttled the function until its time was over. Together, the teams or other programs send more requests than the quota allows.",
            "Spread the teams' rotations over more minutes. 'plan' with the files of all teams shows their share of the quota (docs/operations.md, `Throttling`)."),
        ErrorKind.NoResponse => Rotation(
            $"{error.Subject}: AWS did not respond to the function. If all accounts fail, its network is cut: a route, a security group, a VPC endpoint, the proxy or DNS.",
            "Check the network path of the function (docs/operations.md, *The request timed out*)."),
        ErrorKind.Torn => Causes.Torn(),
        ErrorKind.EventRejected => Rotation(
            $"{error.Subject} was not rotated: its event is not a valid team configuration. {error.Message}",
            "Correct the team's file with 'validate', and apply (docs/operations.md, `eventRejected`)."),
        ErrorKind.InvocationUnauthorized => Rotation(
            $"{error.Subject} was not rotated: the function was invoked through another alias than the team's own. {error.Message}",
            "Correct the target of the team's rule, or the --qualifier of the command (docs/operations.md, `invocationUnauthorized`)."),
        ErrorKind.SettingsInvalid => Rotation(
            $"The function does not start, so no team is rotated: a setting is not valid. {error.Message}",
            "Correct the setting, or go back to the previous release (docs/operations.md, `settingsInvalid`)."),
        ErrorKind.FunctionTimedOut => Rotation(
            "Lambda ended the function, because its time was over. The function could not log the outcome of the accounts that it had not finished.",
            "Run 'status' to see whose credentials are due. Compare the duration with the function's timeout, and its memory with memory_size (docs/operations.md, The function timed out or crashed)."),
        _ => Rotation(
            $"{error.Subject}: the rotation failed at the step '{error.Step}'. {error.Message}",
            $"Do what the message says (docs/operations.md, `{error.Step}`)."),
    };

    // How long pipelines still have valid credentials is in the secrets, so only 'status' knows.
    private static Cause Rotation(string text, string remedy) => new(Verdict.Yes, text, $"{remedy} Until the previous sessions end, pipelines have valid credentials: 'status' shows until when.");
}
