namespace Concourse.CredentialRotation;

/// <summary>What <see cref="ICiRoleInspector"/> found out about a role.</summary>
public sealed record CiRoleInspection
{
    /// <summary>For whom the role can be assumed.</summary>
    public required CiRoleAccess Access { get; init; }

    /// <summary>Why that could not be determined.</summary>
    /// <value><see langword="null"/> unless <see cref="Access"/> is <see cref="CiRoleAccess.Unknown"/>.</value>
    public RotationError? Error { get; init; }
}
