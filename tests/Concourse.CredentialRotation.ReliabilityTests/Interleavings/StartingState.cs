using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// What is there before the rotations begin: for each secret of the layout the version that is current, empty for none, or null for no secret. A minus
/// before the version stands for a secret that is scheduled for deletion.
/// </summary>
public sealed record StartingState(SecretLayout Layout, string Name, string?[] Versions)
{
    private static readonly string[] Suffixes = ["-access-key", "-secret-key", "-session-token", ""];

    private static readonly StartingState[] Separate =
    [
        new(SecretLayout.Separate, "consistent", ["o", "o", "o"]),
        new(SecretLayout.Separate, "absent", [null, null, null]),
        new(SecretLayout.Separate, "leader empty", ["", "o", "o"]),
        new(SecretLayout.Separate, "torn", ["x", "y", "z"]),
        new(SecretLayout.Separate, "leader missing", [null, "o", "o"]),
        new(SecretLayout.Separate, "follower missing", ["o", null, "o"]),
    ];

    private static readonly StartingState[] Combined =
    [
        new(SecretLayout.Combined, "combined", ["o"]),
        new(SecretLayout.Combined, "combined, absent", [null]),
        new(SecretLayout.Combined, "combined, empty", [""]),
        new(SecretLayout.Combined, "combined, deleted", ["-o"]),
    ];

    private static readonly StartingState[] Both =
    [
        new(SecretLayout.Both, "both", ["o", "o", "o", "o"]),
        new(SecretLayout.Both, "both, of which separate exists", ["o", "o", "o", null]),
        new(SecretLayout.Both, "both, of which combined exists", [null, null, null, "o"]),
        new(SecretLayout.Both, "both, torn", ["x", "x", "x", "y"]),
    ];

    public static readonly StartingState[] All = [.. Separate, .. Combined, .. Both];

    /// <summary>The names of the layout's secrets, the leader first.</summary>
    public IReadOnlyList<string> SecretNames => [.. Contents.Select(content => $"/concourse/team/lab{Suffixes[(int)content]}")];

    private IReadOnlyList<SecretContent> Contents => AccountSecrets.GetContents(Layout);

    public void Arrange(LocalSecretsManager secrets)
    {
        foreach (var (name, version, content) in SecretNames.Zip(Versions, Contents))
        {
            switch (version)
            {
                case null:
                    break;
                case "":
                    secrets.CreateEmpty(name);
                    break;
                default:
                    secrets.Write(name, version.TrimStart('-').PadRight(32, '0'), OldValue(content));
                    break;
            }

            if (version is ['-', ..])
            {
                secrets.ScheduleDeletion(name);
            }
        }
    }

    /// <summary>Whether values are those that were there before.</summary>
    public bool AreOld(IEnumerable<string?> values) => values.SequenceEqual(Contents.Select(OldValue));

    /// <summary>Whether values are those of a session, as a reader of each secret takes them.</summary>
    public bool AreOf(LocalIdentity session, IEnumerable<string?> values) => values.Zip(Contents).All(secret => secret.Second switch
    {
        SecretContent.AccessKeyId => secret.First == session.AccessKeyId,
        SecretContent.SecretAccessKey => secret.First == session.SecretAccessKey,
        SecretContent.SessionToken => secret.First == session.SessionToken,
        _ => ProcessCredentials.AreOf(session, secret.First),
    });

    private static string OldValue(SecretContent content) => content is SecretContent.Credentials
        ? """{"Version":1,"AccessKeyId":"old AccessKeyId","SecretAccessKey":"old SecretAccessKey","SessionToken":"old SessionToken"}"""
        : $"old {content}";

    public override string ToString() => Name;
}
