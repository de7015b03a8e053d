namespace Concourse.CredentialRotation.Cli;

/// <summary>One thing that was checked.</summary>
internal sealed record DoctorCheck
{
    /// <summary>What was checked: <c>caller</c>, <c>role</c>, <c>secrets</c>, <c>writer</c>, <c>reader</c> or <c>paths</c>.</summary>
    public required string Check { get; init; }

    public string? Team { get; init; }

    public string? Account { get; init; }

    public required CheckResult Result { get; init; }

    /// <summary>What was found, in complete sentences.</summary>
    public required string Message { get; init; }

    /// <summary>What to do, in complete sentences.</summary>
    public string? Remedy { get; init; }

    public static DoctorCheck Of(string check, TeamAccount? account, CheckResult result, string message, string? remedy = null) => new()
    {
        Check = check,
        Team = account?.Team.Name,
        Account = account?.Account.Name,
        Result = result,
        Message = message,
        Remedy = remedy,
    };
}
