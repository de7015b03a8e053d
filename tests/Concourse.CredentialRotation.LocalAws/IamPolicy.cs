using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>What a role may do, by its policy's actions and resources, and its condition on the external id; other conditions are not looked at.</summary>
public sealed class IamPolicy
{
    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);
    private readonly List<(string Action, Regex Resource, Regex? ExternalId)> _allowed = [];

    private IamPolicy(JsonNode document)
    {
        foreach (var statement in document["Statement"]!.AsArray())
        {
            var externalId = statement!["Condition"]?["StringLike"]?["sts:ExternalId"]?.GetValue<string>();
            _allowed.AddRange(Texts(statement["Action"]).SelectMany(
                _ => Texts(statement["Resource"]),
                (action, resource) => (action, Pattern(resource), externalId is null ? null : Pattern(externalId))));
        }
    }

    /// <summary>Every action that it grants.</summary>
    public IEnumerable<string> Granted => _allowed.Select(allowed => allowed.Action).Distinct();

    /// <summary>Every action that was made use of.</summary>
    public IEnumerable<string> Used => _used.Keys;

    /// <summary>Reads a policy document.</summary>
    public static IamPolicy Parse(string json) => new(JsonNode.Parse(json)!);

    internal void Demand(string caller, string action, string resource, string? externalId = null)
    {
        if (!_allowed.Exists(allowed => allowed.Action == action && allowed.Resource.IsMatch(resource) && allowed.ExternalId?.IsMatch(externalId ?? "") is not false))
        {
            var code = action.StartsWith("sts:", StringComparison.Ordinal) ? "AccessDenied" : "AccessDeniedException";
            throw new AwsException(code, $"User: {caller} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action", 403);
        }

        _used[action] = true;
    }

    private static IEnumerable<string> Texts(JsonNode? oneOrMore) =>
        oneOrMore is JsonArray array ? array.Select(text => text!.GetValue<string>()) : [oneOrMore!.GetValue<string>()];

    private static Regex Pattern(string resource) =>
        new($"^{Regex.Escape(resource).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}\\z");
}
