namespace Concourse.CredentialRotation;

/// <summary>Decides which secrets an account has. Everything else takes its list.</summary>
internal sealed class SecretLayout(ISecretPathStrategy paths)
{
    /// <summary>What the secrets of an account hold, one secret for each.</summary>
    public static IReadOnlyList<SecretContent> Contents { get; } =
        [SecretContent.AccessKeyId, SecretContent.SecretAccessKey, SecretContent.SessionToken];

    public IReadOnlyList<SecretEntry> GetEntries(Team team, Account account) =>
        [.. Contents.Select(content => new SecretEntry { Name = paths.GetPath(new() { Team = team.Name, Account = account.Name, Content = content }), Content = content })];
}
