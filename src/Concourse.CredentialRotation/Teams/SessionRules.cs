using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>Finds what STS would reject in the settings of a session, before a request is sent.</summary>
internal static partial class SessionRules
{
    private const int MaxPolicyArns = 10;
    private const int MaxPolicyLength = 2048;
    private const int MaxTags = 50;

    public static IEnumerable<TeamValidationError> Validate(string field, Team team, Account account) => account.Session is not { } session ? [] :
    [
        .. ValidateName($"{field}.name", team, account),
        .. ValidatePolicies(field, session),
        .. ValidateTags(field, session),
        .. ValidateSourceIdentity($"{field}.sourceIdentity", session.SourceIdentity),
    ];

    private static IEnumerable<TeamValidationError> ValidateName(string field, Team team, Account account)
    {
        if (account.Session?.Name is not null && !SessionName().IsMatch(SessionSettings.GetSessionName(team, account)))
        {
            yield return new(field, $"must expand to 2–64 characters from A-Z a-z 0-9 _ + = , . @ - (placeholders: {{{{.Team}}}}, {{{{.Account}}}}), but expands to {SafeText.Quote(SessionSettings.GetSessionName(team, account))}");
        }
    }

    private static IEnumerable<TeamValidationError> ValidatePolicies(string field, SessionSettings session)
    {
        var arns = session.PolicyArns ?? [];
        if (arns.Count > MaxPolicyArns)
        {
            yield return new($"{field}.policyArns", $"must have at most {MaxPolicyArns} ARNs, but has {arns.Count}");
        }

        for (var i = 0; i < arns.Count; i++)
        {
            if (arns[i] is not { } arn || !PolicyArn().IsMatch(arn))
            {
                yield return new($"{field}.policyArns[{i}]", $"must be the ARN of an IAM policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess, but was {SafeText.Quote(arns[i] ?? "")}");
            }
        }

        if (session.Policy is { } policy && !IsJsonObject(policy))
        {
            yield return new($"{field}.policy", $"must be a policy in JSON, but was {SafeText.Quote(policy)}");
        }

        var characters = (session.Policy?.Length ?? 0) + arns.Sum(arn => arn?.Length ?? 0);
        if (characters > MaxPolicyLength)
        {
            yield return new($"{field}.policy", $"must have at most {MaxPolicyLength} characters together with the policyArns, but they have {characters}");
        }
    }

    private static IEnumerable<TeamValidationError> ValidateTags(string field, SessionSettings session)
    {
        var tags = session.Tags ?? new Dictionary<string, string>();
        if (tags.Count > MaxTags)
        {
            yield return new($"{field}.tags", $"must have at most {MaxTags} tags, but has {tags.Count}");
        }

        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in tags)
        {
            if (!TagKey().IsMatch(key) || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || value is null || !TagValue().IsMatch(value))
            {
                yield return new($"{field}.tags", $"must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and _ . : / = + - @, and no key that begins with 'aws:', but has {SafeText.Quote(key)}");
            }

            if (!keys.Add(key))
            {
                yield return new($"{field}.tags", $"must have each key only once, without regard to case, but has {SafeText.Quote(key)} twice");
            }
        }

        foreach (var key in (session.TransitiveTagKeys ?? []).Where(key => key is null || !tags.ContainsKey(key)))
        {
            yield return new($"{field}.transitiveTagKeys", $"must contain only keys of the tags, but contains {SafeText.Quote(key ?? "")}");
        }
    }

    private static IEnumerable<TeamValidationError> ValidateSourceIdentity(string field, string? identity)
    {
        // Without a colon, it cannot begin with "aws:", which AWS reserves.
        if (identity is not null && !SessionName().IsMatch(identity))
        {
            yield return new(field, $"must be 2–64 characters from A-Z a-z 0-9 _ + = , . @ -, but was {SafeText.Quote(identity)}");
        }
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"^arn:aws(-[a-z]+)*:iam::(aws|[0-9]{12}):policy/[!-~]{1,1900}\z")]
    private static partial Regex PolicyArn();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}\z")]
    private static partial Regex TagKey();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}\z")]
    private static partial Regex TagValue();
}
