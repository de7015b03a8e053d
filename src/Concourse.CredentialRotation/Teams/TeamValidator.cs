using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Finds all errors of a team's configuration, without sending a request.</summary>
internal sealed partial class TeamValidator(AccountSecrets secrets, ISecretWriter writer, IOptions<CredentialRotationOptions> options)
{
    public const int MaxNameLength = 128;

    /// <summary>How much of a session must be left when it is renewed.</summary>
    public static readonly TimeSpan MinTimeToRenew = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(1);
    private static readonly TimeSpan MinDuration = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(12);

    // A secret keeps 100 versions, and each for at least a day: so at most 96 renewals a day.
    private static readonly TimeSpan MinRenewAfter = TimeSpan.FromMinutes(15);

    public IReadOnlyList<TeamValidationError> Validate(Team team)
    {
        List<TeamValidationError> errors = [.. ValidateName("name", team.Name)];
        var hasTeamName = errors.Count == 0;
        if (team.Accounts is not { Count: > 0 } accounts)
        {
            return [.. errors, new("accounts", "must have at least one account")];
        }

        errors.AddRange(ValidateRenewal(team));

        var indexOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        var pathOwners = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < accounts.Count; i++)
        {
            var field = $"accounts[{i}]";
            if (accounts[i] is not { } account)
            {
                errors.Add(new(field, "must be an account, not null"));
                continue;
            }

            List<TeamValidationError> nameErrors = [.. ValidateName($"{field}.name", account.Name)];
            if (nameErrors.Count == 0 && !indexOfName.TryAdd(account.Name, i))
            {
                nameErrors.Add(new($"{field}.name", $"must be unique within the team, but accounts[{indexOfName[account.Name]}] is also named '{account.Name}'"));
            }

            errors.AddRange(nameErrors);
            errors.AddRange(ValidateRole(field, team, account));
            var hasLayout = account.Layout is not { } layout || Enum.IsDefined(layout);
            if (!hasLayout)
            {
                errors.Add(new($"{field}.layout", $"{SecretLayoutName.Rule}, but was {account.Layout}"));
            }

            if (hasTeamName && nameErrors.Count == 0)
            {
                errors.AddRange(SessionRules.Validate($"{field}.session", team, account));
                errors.AddRange(hasLayout ? ValidatePaths(field, team, account, pathOwners) : []);
            }
        }

        return errors;
    }

    private static IEnumerable<TeamValidationError> ValidateName(string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            yield return new(field, "must not be empty");
            yield break;
        }

        if (name.Length > MaxNameLength)
        {
            yield return new(field, $"must have at most {MaxNameLength} characters, but has {name.Length}");
        }

        if (!Name().IsMatch(name))
        {
            yield return new(field, $"must consist of A-Z a-z 0-9 _ . @ -, which Secrets Manager, STS and Concourse's ((variables)) all allow, but was {SafeText.Quote(name)}");
        }
        else if (name is "." || name.Contains("..", StringComparison.Ordinal))
        {
            yield return new(field, $"must not be '.' or contain '..', which could lead out of the team's path, but was {SafeText.Quote(name)}");
        }
    }

    private static IEnumerable<TeamValidationError> ValidateRenewal(Team team)
    {
        var shortest = team.Accounts.Min(account => account?.Duration ?? DefaultDuration);
        var max = shortest - MinTimeToRenew;
        if (team.RenewAfter is { } renewAfter && (renewAfter < MinRenewAfter || renewAfter > max))
        {
            yield return new("renewAfter", max < MinRenewAfter
                ? $"must not be set when a session lasts only {shortest.TotalSeconds} seconds: there must be at least {MinRenewAfter.TotalSeconds} seconds between two renewals, and {MinTimeToRenew.TotalSeconds} must be left for the next"
                : $"must be {MinRenewAfter.TotalSeconds} to {max.TotalSeconds} seconds ({MinTimeToRenew.TotalSeconds} less than the shortest session), but was {renewAfter.TotalSeconds}");
        }
    }

    private IEnumerable<TeamValidationError> ValidateRole(string field, Team team, Account account)
    {
        if (string.IsNullOrEmpty(account.RoleArn))
        {
            yield return new($"{field}.roleArn", "must not be empty");
        }
        else if (!RoleArn.TryParse(account.RoleArn, out var role))
        {
            yield return new($"{field}.roleArn", $"must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci, but was {SafeText.Quote(account.RoleArn)}");
        }
        else if (options.Value.AllowedRoles is { Count: > 0 } allowed && !allowed.Any(rule => rule.Allows(team.Name ?? "", account.RoleArn, role)))
        {
            yield return new($"{field}.roleArn", $"must be a role that the team may use (setting {nameof(CredentialRotationOptions.AllowedRoles)}), but was {SafeText.Quote(account.RoleArn)}");
        }

        if (account.Duration is { } duration && (duration < MinDuration || duration > MaxDuration || duration.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            yield return new($"{field}.duration", $"must be {MinDuration.TotalSeconds} to {MaxDuration.TotalSeconds} whole seconds, but was {duration.TotalSeconds}");
        }
    }

    private IEnumerable<TeamValidationError> ValidatePaths(string field, Team team, Account account, Dictionary<string, string> owners)
    {
        foreach (var content in secrets.GetContents(account))
        {
            var (path, failure) = GetPath(team, account, content);
            if (failure is not null)
            {
                yield return Error($"makes the path strategy fail for the {content}: {failure}");
            }
            else if (writer.ValidateName(path) is { } rule)
            {
                yield return Error($"gives the {content} the secret name {SafeText.Quote(path)}, which {rule}");
            }
            else if (options.Value.PathPrefix is { } prefix && !path.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return Error($"gives the {content} the secret name '{path}', which is outside of '{prefix}' (setting {nameof(CredentialRotationOptions.PathPrefix)})");
            }
            else if (!owners.TryAdd(path, $"the {content} of {field}"))
            {
                yield return Error($"gives the {content} the secret name '{path}', which {owners[path]} has already");
            }
        }

        TeamValidationError Error(string message) => new($"{field}.name", message);
    }

    /// <summary>The secret's name, or why there is none: a custom strategy may throw.</summary>
    private (string Path, string? Failure) GetPath(Team team, Account account, SecretContent content)
    {
        try
        {
            return (secrets.GetPath(team, account, content) ?? "", null);
        }
        catch (Exception exception)
        {
            return ("", ErrorFormatter.Format(exception).Message);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.@-]+\z")]
    private static partial Regex Name();
}
