using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What is there before the rotations begin: for each of the three secrets the version that is current, empty for none, or null for no secret.</summary>
public sealed record StartingState(string Name, string?[] Versions)
{
    public static readonly string[] Values = ["old access key", "old secret key", "old session token"];

    public static readonly string[] SecretNames = ["/concourse/team/lab-access-key", "/concourse/team/lab-secret-key", "/concourse/team/lab-session-token"];

    public static readonly StartingState[] All =
    [
        new("consistent", ["o", "o", "o"]),
        new("absent", [null, null, null]),
        new("leader empty", ["", "o", "o"]),
        new("torn", ["x", "y", "z"]),
        new("leader missing", [null, "o", "o"]),
        new("follower missing", ["o", null, "o"]),
    ];

    public void Arrange(LocalSecretsManager secrets)
    {
        foreach (var (name, version, value) in SecretNames.Zip(Versions, Values))
        {
            switch (version)
            {
                case null:
                    break;
                case "":
                    secrets.CreateEmpty(name);
                    break;
                default:
                    secrets.Write(name, version.PadRight(32, '0'), value);
                    break;
            }
        }
    }

    public override string ToString() => Name;
}
