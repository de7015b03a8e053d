using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Events of every kind, those near the rules' edges more often than by chance alone.</summary>
internal static class AnyEvent
{
    public static readonly Gen<string> Name = Gen.Frequency(
        (4, Gen.String[Gen.Char["abzAZ09_.@-"], 1, 12]),
        (1, Gen.String[Gen.Char["ab/.\\ {}$*?:+=%\n\0\u200b\u202eéß漢"], 0, 12]),
        (1, Gen.OneOf("..", ".", "a/../b", "a/b", "../other-team/x", "{{.Team}}", "{{.Account}}", "", new string('n', 129), "-access-key")),
        (1, Gen.String));

    public static readonly Gen<string> RoleArn = Gen.Frequency(
        (4, Gen.String[Gen.Char["abZ09+=,.@_-"], 1, 20].Select(name => $"arn:aws:iam::123456789012:role/{name}")),
        (1, Gen.String));

    public static readonly Gen<string?> Layout = Gen.OneOf<string?>(null, "separate", "combined", "both");

    private static readonly byte[] Whole =
        """
        {"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"arn:aws:iam::123456789999:role/machine-user-example","duration":3600,
        "layout":"both","session":{"name":"{{.Account}}","policyArns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"policy":{"Version":"2012-10-17"},
        "tags":{"team":"t\u00e9am","cost":""},"transitiveTagKeys":["team"],"sourceIdentity":"concourse"}},{"name":"b","roleArn":"arn:aws:iam::123456789999:role/b"}]}
        """u8.ToArray();

    private static readonly Gen<JsonNode?> Scalar = Gen.Frequency(
        (1, Gen.Const((JsonNode?)null)),
        (2, Name.Select(text => (JsonNode?)JsonValue.Create(text))),
        (2, RoleArn.Select(text => (JsonNode?)JsonValue.Create(text))),
        (1, Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number))),
        (1, Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth))));

    private static readonly Gen<JsonNode?> AnyJson = Gen.Recursive<JsonNode?>((depth, json) =>
        depth >= 4
            ? Scalar
            : Gen.Frequency(
                (3, Scalar),
                (1, json.List[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
                (2, Gen.Select(Gen.OneOf(Gen.OneOf("name", "accounts", "roleArn", "duration", "layout", "session", "policyArns", "policy", "tags", "transitiveTagKeys", "sourceIdentity"), Gen.String), json).List[0, 4]
                    .Select(fields => (JsonNode?)new JsonObject(fields.DistinctBy(field => field.Item1).Select(field => KeyValuePair.Create(field.Item1, field.Item2?.DeepClone())))))));

    private static readonly Gen<JsonNode?> AnyTeam = Gen.Select(
        Name,
        Gen.Select(Name, RoleArn, Layout, (name, role, layout) => (JsonNode)new JsonObject { ["name"] = name, ["roleArn"] = role, ["layout"] = layout }).List[0, 3],
        (name, accounts) => (JsonNode?)new JsonObject { ["name"] = name, ["accounts"] = new JsonArray([.. accounts.Select(account => account.DeepClone())]) });

    /// <summary>An event with every field, in which some bytes are changed, missing or repeated.</summary>
    public static Gen<byte[]> Damaged => Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte, Gen.Int[0, 2]).List[1, 6].Select(changes =>
    {
        var json = Whole.ToList();
        foreach (var (at, value, kind) in changes.Where(change => change.Item1 < json.Count))
        {
            switch (kind)
            {
                case 0:
                    json[at] = value;
                    break;
                case 1:
                    json.RemoveAt(at);
                    break;
                default:
                    json.InsertRange(at, json.Skip(at).Take(value).ToList());
                    break;
            }
        }

        return json.ToArray();
    });

    public static Gen<byte[]> Bytes => Gen.Byte.Array[0, 200];

    public static Gen<byte[]> Json => AnyJson.Select(ToBytes);

    public static Gen<byte[]> Team => AnyTeam.Select(ToBytes);

    private static byte[] ToBytes(JsonNode? json) => Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "null");
}
