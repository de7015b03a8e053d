namespace Concourse.CredentialRotation.Lambda;

/// <summary>Options for the function itself.</summary>
internal sealed class FunctionOptions
{
    /// <summary>Whether a team's event is only accepted through the alias of that team.</summary>
    public bool RequireTeamAlias { get; set; }
}
