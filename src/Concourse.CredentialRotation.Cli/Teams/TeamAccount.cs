namespace Concourse.CredentialRotation.Cli;

/// <summary>One account of a team.</summary>
internal sealed record TeamAccount(LoadedTeam Source, Account Account)
{
    public Team Team => Source.Team;

    /// <summary>The names of the team and of the account, as commands show them and take them.</summary>
    public override string ToString() => $"{Team.Name}/{Account.Name}";
}
