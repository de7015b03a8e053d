using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Finds everything that is wrong with a team before AWS is asked anything.</summary>
internal sealed partial class TeamValidator(ISecretPathStrategy paths, IOptions<CredentialRotationOptions> options)
{
    public const int LongestName = 128;

    /// <summary>How much of a session must be left when it is renewed, in seconds.</summary>
    public const int MinTimeToRenew = 300;

    private const int DefaultDuration = 3600;
    // A secret keeps 100 versions, and each for a day at least: so no more than 96 renewals a day.
    private const int MinRenewAfter = 900;
    private const int ShortestDuration = 900;
    private const int LongestDuration = 43_200;

    public IReadOnlyList<TeamProblem> Validate(Team team)
    {
        List<TeamProblem> problems = [.. NameProblems("name", team.Name)];
        var isTeamNamed = problems.Count == 0;
        if (team.Accounts is not { Count: > 0 } accounts)
        {
            return [.. problems, new("accounts", "must have at least one account")];
        }

        problems.AddRange(RenewalProblems(team));

        var firstWithName = new Dictionary<string, int>(StringComparer.Ordinal);
        var pathOwners = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < accounts.Count; i++)
        {
            var field = $"accounts[{i}]";
            if (accounts[i] is not { } account)
            {
                problems.Add(new(field, "must be an account, not null"));
                continue;
            }

            List<TeamProblem> nameProblems = [.. NameProblems($"{field}.name", account.Name)];
            if (nameProblems.Count == 0 && !firstWithName.TryAdd(account.Name, i))
            {
                nameProblems.Add(new($"{field}.name", $"must be unique within the team; accounts[{firstWithName[account.Name]}] is called '{account.Name}' too"));
            }

            problems.AddRange(nameProblems);
            problems.AddRange(RoleProblems(field, team, account));
            if (isTeamNamed && nameProblems.Count == 0)
            {
                problems.AddRange(SessionRules.Problems($"{field}.session", team, account));
                problems.AddRange(PathProblems(field, team, account, pathOwners));
            }
        }

        return problems;
    }

    private static IEnumerable<TeamProblem> NameProblems(string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            yield return new(field, "must not be empty");
            yield break;
        }

        if (name.Length > LongestName)
        {
            yield return new(field, $"must have at most {LongestName} characters; it has {name.Length}");
        }

        if (!Name().IsMatch(name))
        {
            yield return new(field, $"must consist of A-Z a-z 0-9 _ . @ - (what Secrets Manager, STS and Concourse's ((variables)) all take; a '/' would leave the team's path); it is {Shown.Quoted(name)}");
        }
        else if (name is "." || name.Contains("..", StringComparison.Ordinal))
        {
            yield return new(field, $"must not be '.' or contain '..', which could be read as a way out of the team's path; it is {Shown.Quoted(name)}");
        }
    }

    private static IEnumerable<TeamProblem> RenewalProblems(Team team)
    {
        var shortest = team.Accounts.Min(account => account?.Duration ?? DefaultDuration);
        var max = shortest - MinTimeToRenew;
        if (team.RenewAfter is { } renewAfter && (renewAfter < MinRenewAfter || renewAfter > max))
        {
            yield return new("renewAfter", max < MinRenewAfter
                ? $"must not be set with a session as short as {shortest} seconds: at least {MinRenewAfter} are between two renewals, and {MinTimeToRenew} are left for the next"
                : $"must be {MinRenewAfter} to {max} seconds: {MinTimeToRenew} less than the shortest session; it is {renewAfter}");
        }
    }

    private IEnumerable<TeamProblem> RoleProblems(string field, Team team, Account account)
    {
        if (string.IsNullOrEmpty(account.RoleArn))
        {
            yield return new($"{field}.roleArn", "must not be empty");
        }
        else if (!RoleArn.TryParse(account.RoleArn, out var role))
        {
            yield return new($"{field}.roleArn", $"must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci; it is {Shown.Quoted(account.RoleArn)}");
        }
        else if (options.Value.AllowedRoles is { Count: > 0 } allowed && !allowed.Any(rule => rule.Allows(team.Name ?? "", account.RoleArn, role)))
        {
            yield return new($"{field}.roleArn", $"must be a role that this installation allows the team (setting {nameof(CredentialRotationOptions.AllowedRoles)}); it is {Shown.Quoted(account.RoleArn)}");
        }

        if (account.Duration is < ShortestDuration or > LongestDuration)
        {
            yield return new($"{field}.duration", $"must be {ShortestDuration} to {LongestDuration} seconds; it is {account.Duration}");
        }
    }

    private IEnumerable<TeamProblem> PathProblems(string field, Team team, Account account, Dictionary<string, string> owners)
    {
        foreach (var part in Enum.GetValues<CredentialPart>())
        {
            var (path, failure) = PathOf(team, account, part);
            var owner = $"{field}'s {part}";
            if (failure is not null)
            {
                yield return new($"{field}.name", $"makes the path strategy fail for the {part}: {failure}");
            }
            else if (SecretName.Problem(path) is { } problem)
            {
                yield return new($"{field}.name", $"makes the {part}'s secret name {Shown.Quoted(path)}, which {problem}");
            }
            else if (options.Value.PathPrefix is { } prefix && !path.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return new($"{field}.name", $"makes the {part}'s secret name '{path}', which is outside of '{prefix}' (setting {nameof(CredentialRotationOptions.PathPrefix)})");
            }
            else if (!owners.TryAdd(path, owner))
            {
                yield return new($"{field}.name", $"makes the {part}'s secret name '{path}', which is that of {owners[path]} already");
            }
        }
    }

    /// <summary>The secret's name, or why there is none: one's own strategy may throw.</summary>
    private (string Path, string? Failure) PathOf(Team team, Account account, CredentialPart part)
    {
        try
        {
            return (paths.GetPath(team.Name, account.Name, part) ?? "", null);
        }
        catch (Exception problem)
        {
            return ("", Problem.Describe(problem));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.@-]+\z")]
    private static partial Regex Name();
}
