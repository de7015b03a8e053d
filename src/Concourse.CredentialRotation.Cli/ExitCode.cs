namespace Concourse.CredentialRotation.Cli;

/// <summary>The exit codes of all commands. Scripts depend on them.</summary>
internal static class ExitCode
{
    /// <summary>The command did what it was asked to, and found nothing that needs attention.</summary>
    public const int Success = 0;

    /// <summary>The command could not do all that it was asked to.</summary>
    public const int Error = 1;

    /// <summary>The command did what it was asked to, and found something that needs attention.</summary>
    public const int Findings = 2;
}
