using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Limits a command to some of the accounts in the files.</summary>
internal static class AccountFilter
{
    public static Option<string[]> CreateOption() => new("--account", "-a")
    {
        Description = "Only this account, as ACCOUNT or TEAM/ACCOUNT. Can be repeated.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    /// <exception cref="CommandException">No team has an account of that name.</exception>
    public static IReadOnlyList<TeamAccount> Select(IEnumerable<LoadedTeam> teams, IReadOnlyList<string> names)
    {
        List<TeamAccount> all = [.. teams.SelectMany(team => team.Team.Accounts, (team, account) => new TeamAccount(team, account))];
        foreach (var name in names)
        {
            if (!all.Exists(account => IsNamed(account, name)))
            {
                var nearest = NearestName.FindSimilar(name, [.. all.Select(account => account.Account.Name), .. all.Select(account => account.ToString())]);
                throw new CommandException($"No team in the files has an account {SafeText.Quote(name)}{(nearest is null ? "." : $"; did you mean '{nearest}'?")}");
            }
        }

        return names.Count == 0 ? all : [.. all.Where(account => names.Any(name => IsNamed(account, name)))];
    }

    private static bool IsNamed(TeamAccount account, string name) => name == account.Account.Name || name == account.ToString();
}
