namespace Concourse.CredentialRotation;

/// <summary>What <see cref="ICiRoleInspector"/> found out about a role.</summary>
public sealed record CiRoleInspection
{
    /// <summary>For whom the role can be assumed.</summary>
    public required CiRoleLock Lock { get; init; }

    /// <summary>Why that could not be determined.</summary>
    /// <value><see langword="null"/> unless <see cref="Lock"/> is <see cref="CiRoleLock.Unknown"/>.</value>
    public RotationError? Error { get; init; }
}
