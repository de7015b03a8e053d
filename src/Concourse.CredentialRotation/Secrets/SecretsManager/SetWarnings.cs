namespace Concourse.CredentialRotation;

/// <summary>What the team should know of its secrets.</summary>
internal static class SetWarnings
{
    public static IEnumerable<string> Of(SecretSetState seen, IReadOnlyCollection<SecretLocation> restored, string? configuredKey)
    {
        if (Names(seen, secret => restored.Contains(secret.Location), secret => secret.Location.Name) is { Length: > 0 } names)
        {
            yield return $"Scheduled for deletion until now, and restored: {names}. Whoever deletes the secrets of this account should take it out of the team's configuration first.";
        }

        if (Names(seen, secret => secret.Exists && !IsSameKey(secret.KmsKeyId, configuredKey), WithKey) is { Length: > 0 } others)
        {
            yield return $"Encrypted with another KMS key than the configured {configuredKey ?? "aws/secretsmanager"}: {others}. Secrets keep the key that they were created with: change it with 'aws secretsmanager update-secret --secret-id NAME --kms-key-id KEY', or allow the function and Concourse the use of that key.";
        }
    }

    private static string Names(SecretSetState seen, Func<SecretState, bool> isMeant, Func<SecretState, string> name) =>
        string.Join(", ", seen.Secrets.Where(isMeant).Select(name));

    private static string WithKey(SecretState secret) => secret.KmsKeyId is null ? secret.Location.Name : $"{secret.Location.Name} ({secret.KmsKeyId})";

    /// <summary>Whether two names may be those of one key: which key an alias stands for, they do not tell.</summary>
    private static bool IsSameKey(string? described, string? configured)
    {
        var (one, other) = (Short(described), Short(configured));
        return one == other || (one is not null && other is not null && one.StartsWith("alias/", StringComparison.Ordinal) != other.StartsWith("alias/", StringComparison.Ordinal));
    }

    // arn:aws:kms:REGION:ACCOUNT:key/ID or …:alias/NAME; the default key is not named at all.
    private static string? Short(string? key)
    {
        var name = key?.Split(':')[^1];
        name = name?.StartsWith("key/", StringComparison.Ordinal) is true ? name["key/".Length..] : name;
        return name is "alias/aws/secretsmanager" or "aws/secretsmanager" ? null : name;
    }
}
