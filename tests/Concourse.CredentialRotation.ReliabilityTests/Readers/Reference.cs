using System.Text.Json.Nodes;

namespace Concourse.CredentialRotation.ReliabilityTests.Readers;

/// <summary>How a step refers to the credentials: by which variables, one after the other.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Layout">The layout that it needs.</param>
/// <param name="Variables">The variables, each with the field that is read.</param>
internal sealed record Reference(string Name, SecretLayout Layout, IReadOnlyList<(string Variable, string? Field)> Variables)
{
    public static readonly Reference Separate = new(
        "three variables (`separate`)", SecretLayout.Separate, [("lab-access-key", null), ("lab-secret-key", null), ("lab-session-token", null)]);

    public static readonly Reference Fields = new(
        "three fields (`combined`)", SecretLayout.Combined, [("lab", "AccessKeyId"), ("lab", "SecretAccessKey"), ("lab", "SessionToken")]);

    public static readonly Reference Whole = new("the whole value (`combined`)", SecretLayout.Combined, [("lab", null)]);

    /// <summary>The access key ID, the secret access key and the session token that a step has in the end.</summary>
    public static IEnumerable<string> GetCredentials(IReadOnlyList<string> values)
    {
        if (values.Count > 1)
        {
            return values;
        }

        var json = JsonNode.Parse(values[0])!;
        return [.. Fields.Variables.Select(variable => (string)json[variable.Field!]!)];
    }

    public override string ToString() => Name;
}
