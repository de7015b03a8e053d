using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>What STS would refuse in a session's settings, found before it is asked.</summary>
internal static partial class SessionRules
{
    private const int MostPolicyArns = 10;
    private const int MostPolicyCharacters = 2048;
    private const int MostTags = 50;

    public static IEnumerable<TeamProblem> Problems(string field, Team team, Account account) => account.Session is not { } session ? [] :
    [
        .. Name($"{field}.name", team, account),
        .. Policies(field, session),
        .. Tags(field, session),
        .. SourceIdentity($"{field}.sourceIdentity", session.SourceIdentity),
    ];

    private static IEnumerable<TeamProblem> Name(string field, Team team, Account account)
    {
        if (account.Session?.Name is not null && !SessionName().IsMatch(SessionSettings.NameOf(team, account)))
        {
            yield return new(field, $"must come to 2 to 64 of A-Z a-z 0-9 _ + = , . @ -, with the placeholders {{{{.Team}}}} and {{{{.Account}}}}; it comes to {Shown.Quoted(SessionSettings.NameOf(team, account))}");
        }
    }

    private static IEnumerable<TeamProblem> Policies(string field, SessionSettings session)
    {
        var arns = session.PolicyArns ?? [];
        if (arns.Count > MostPolicyArns)
        {
            yield return new($"{field}.policyArns", $"must be at most {MostPolicyArns}; there are {arns.Count}");
        }

        for (var i = 0; i < arns.Count; i++)
        {
            if (arns[i] is not { } arn || !PolicyArn().IsMatch(arn))
            {
                yield return new($"{field}.policyArns[{i}]", $"must be the ARN of an IAM policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess; it is {Shown.Quoted(arns[i] ?? "")}");
            }
        }

        if (session.Policy is { } policy && !IsJsonObject(policy))
        {
            yield return new($"{field}.policy", $"must be a policy in JSON; it is {Shown.Quoted(policy)}");
        }

        var characters = (session.Policy?.Length ?? 0) + arns.Sum(arn => arn?.Length ?? 0);
        if (characters > MostPolicyCharacters)
        {
            yield return new($"{field}.policy", $"must have at most {MostPolicyCharacters} characters together with the policyArns; they have {characters}");
        }
    }

    private static IEnumerable<TeamProblem> Tags(string field, SessionSettings session)
    {
        var tags = session.Tags ?? new Dictionary<string, string>();
        if (tags.Count > MostTags)
        {
            yield return new($"{field}.tags", $"must be at most {MostTags}; there are {tags.Count}");
        }

        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in tags)
        {
            if (!TagKey().IsMatch(key) || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || value is null || !TagValue().IsMatch(value))
            {
                yield return new($"{field}.tags", $"must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and _ . : / = + - @, and no key that begins with 'aws:'; broken by {Shown.Quoted(key)}");
            }

            if (!keys.Add(key))
            {
                yield return new($"{field}.tags", $"must have each key once, without regard to case; {Shown.Quoted(key)} is there twice");
            }
        }

        foreach (var key in (session.TransitiveTagKeys ?? []).Where(key => key is null || !tags.ContainsKey(key)))
        {
            yield return new($"{field}.transitiveTagKeys", $"must be keys of the tags; {Shown.Quoted(key ?? "")} is none");
        }
    }

    private static IEnumerable<TeamProblem> SourceIdentity(string field, string? identity)
    {
        // No colon, so nothing that begins with "aws:" either, which AWS keeps to itself.
        if (identity is not null && !SessionName().IsMatch(identity))
        {
            yield return new(field, $"must be 2 to 64 of A-Z a-z 0-9 _ + = , . @ -; it is {Shown.Quoted(identity)}");
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
