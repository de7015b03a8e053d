using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What is there before the rotations begin: for each of the three secrets the version that is current, or null for no secret.</summary>
public sealed record StartingState(string Name, string?[] Versions)
{
    public static readonly string[] Values = ["old access key", "old secret key", "old session token"];

    public static readonly StartingState[] All =
    [
        new("consistent", ["o", "o", "o"]),
        new("absent", [null, null, null]),
        new("torn", ["x", "y", "z"]),
        new("leader missing", [null, "o", "o"]),
        new("follower missing", ["o", null, "o"]),
    ];

    public void Arrange(LocalSecretsManager secrets)
    {
        var names = new[] { "access-key", "secret-key", "session-token" };
        for (var i = 0; i < names.Length; i++)
        {
            if (Versions[i] is { } version)
            {
                secrets.Write($"/concourse/team/lab-{names[i]}", version.PadRight(32, '0'), Values[i]);
            }
        }
    }

    public override string ToString() => Name;
}
