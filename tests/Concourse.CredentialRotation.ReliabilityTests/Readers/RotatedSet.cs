using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.ReliabilityTests.Interleavings;

namespace Concourse.CredentialRotation.ReliabilityTests.Readers;

/// <summary>The values that readers could get in the course of one rotation, in their order.</summary>
/// <param name="moments">For each moment between two changes, the secrets with their values.</param>
internal sealed class RotatedSet(IReadOnlyList<IReadOnlyDictionary<string, string?>> moments)
{
    /// <summary>The number of different moments.</summary>
    public int Moments => moments.Count;

    public string? Read(string path, int moment) => moments[moment].GetValueOrDefault(path);

    /// <summary>Rotates a set that exists, its calls in a random order.</summary>
    public static RotatedSet Rotate(Scenario scenario, StartingState start, Random random)
    {
        List<IReadOnlyDictionary<string, string?>> moments = [];
        scenario.RunAtRandom(start, withFault: false, random, () =>
        {
            var now = Read(scenario.Run.Aws.Secrets, start);
            if (moments.Count == 0 || !moments[^1].SequenceEqual(now))
            {
                moments.Add(now);
            }
        });
        return new(moments);
    }

    private static Dictionary<string, string?> Read(LocalSecretsManager secrets, StartingState start) =>
        start.SecretNames.Zip(secrets.ReadTogether(start.SecretNames)).ToDictionary(secret => secret.First, secret => secret.Second, StringComparer.Ordinal);
}
