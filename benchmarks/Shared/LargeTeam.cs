using System.Text;
using System.Text.Json.Nodes;

namespace Concourse.CredentialRotation.Benchmarks;

/// <summary>A team with any number of accounts.</summary>
internal static class LargeTeam
{
    public const string Name = "team";

    /// <summary>The team's configuration, as its EventBridge rule sends it.</summary>
    public static byte[] Event(int accounts) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["name"] = Name,
        ["accounts"] = new JsonArray([.. Accounts(accounts).Select(name =>
            new JsonObject { ["name"] = name, ["roleArn"] = $"arn:aws:iam::123456789012:role/{name}" })]),
    }.ToJsonString());

    /// <summary>The names of all secrets of the team.</summary>
    public static IEnumerable<string> Secrets(int accounts, SecretLayout layout) => Accounts(accounts).SelectMany(account => SecretSet.GetNames(Name, account, layout));

    public static IEnumerable<string> Accounts(int accounts) => Enumerable.Range(0, accounts).Select(i => $"account-{i}");
}
