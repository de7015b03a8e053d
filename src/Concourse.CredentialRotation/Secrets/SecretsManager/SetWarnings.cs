namespace Concourse.CredentialRotation;

/// <summary>Finds what the team should know about its secrets.</summary>
internal static class SetWarnings
{
    public static IEnumerable<string> For(SecretSet seen, IReadOnlyCollection<string> restored, string? configuredKey)
    {
        if (Names(seen, secret => restored.Contains(secret.Name), secret => secret.Name) is { Length: > 0 } names)
        {
            yield return $"The following secrets were scheduled for deletion and have been restored: {names}. Before you delete secrets, remove the account from the team's configuration, or choose a layout without them.";
        }

        if (Names(seen, secret => secret.Exists && !IsSameKey(secret.KmsKeyId, configuredKey), WithKey) is { Length: > 0 } others)
        {
            yield return $"The following secrets are not encrypted with the configured KMS key {configuredKey ?? "aws/secretsmanager"}: {others}. A secret keeps the key that it was created with: change it with 'aws secretsmanager update-secret --secret-id NAME --kms-key-id KEY', or allow the function and Concourse the use of that key.";
        }
    }

    private static string Names(SecretSet seen, Func<SecretState, bool> filter, Func<SecretState, string> name) =>
        string.Join(", ", seen.Secrets.Where(filter).Select(name));

    private static string WithKey(SecretState secret) => secret.KmsKeyId is null ? secret.Name : $"{secret.Name} ({secret.KmsKeyId})";

    /// <summary>Whether two names can mean the same key. The name of an alias does not tell which key it points to.</summary>
    private static bool IsSameKey(string? described, string? configured)
    {
        var (one, other) = (ShortName(described), ShortName(configured));
        return one == other || (one is not null && other is not null && one.StartsWith("alias/", StringComparison.Ordinal) != other.StartsWith("alias/", StringComparison.Ordinal));
    }

    // arn:aws:kms:REGION:ACCOUNT:key/ID or …:alias/NAME; the default key has no name in a description.
    private static string? ShortName(string? key)
    {
        var name = key?.Split(':')[^1];
        name = name?.StartsWith("key/", StringComparison.Ordinal) is true ? name["key/".Length..] : name;
        return name is "alias/aws/secretsmanager" or "aws/secretsmanager" ? null : name;
    }
}
