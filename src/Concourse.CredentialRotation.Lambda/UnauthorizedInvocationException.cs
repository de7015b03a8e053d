namespace Concourse.CredentialRotation.Lambda;

/// <summary>A team's event came through another alias than that of the team, or through none. No request has been sent to AWS.</summary>
internal sealed class UnauthorizedInvocationException(string team, string teamAlias, string? alias) : Exception(
    $"Team '{team}' may only be rotated through its alias '{teamAlias}' (setting {FunctionSettings.RequireTeamAlias}), but the function was invoked {(alias is null ? "without an alias" : $"through '{alias}'")}.")
{
    /// <summary>The team in the event.</summary>
    public string Team { get; } = team;

    /// <summary>Always null: whoever invoked the function is not allowed to, and the code is not at fault.</summary>
    public override string? StackTrace => null;
}
