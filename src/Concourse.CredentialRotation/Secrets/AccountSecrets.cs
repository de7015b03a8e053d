using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Decides which secrets an account has. Everything else takes its list.</summary>
internal sealed class AccountSecrets(ISecretPathStrategy paths, IOptions<CredentialRotationOptions> options)
{
    private static readonly SecretContent[] Separate = [SecretContent.AccessKeyId, SecretContent.SecretAccessKey, SecretContent.SessionToken];
    private static readonly SecretContent[] Combined = [SecretContent.Credentials];
    private static readonly SecretContent[] Both = [.. Separate, .. Combined];

    /// <summary>What the secrets of a layout hold, one secret for each.</summary>
    public static IReadOnlyList<SecretContent> GetContents(SecretLayout layout) => layout switch
    {
        SecretLayout.Separate => Separate,
        SecretLayout.Combined => Combined,
        _ => Both,
    };

    /// <summary>What the secrets of an account hold, one secret for each.</summary>
    public IReadOnlyList<SecretContent> GetContents(Account account) => GetContents(account.Layout ?? options.Value.Layout);

    /// <summary>The account's secrets, the leader of the set first.</summary>
    public IReadOnlyList<SecretEntry> GetEntries(Team team, Account account) => [.. GetContents(account).Select(content => GetEntry(team, account, content))];

    /// <summary>The secrets that the account would have in another layout. Other accounts of the team may have them.</summary>
    public IReadOnlyList<SecretEntry> GetEntriesOfOtherLayouts(Team team, Account account) =>
        [.. Both.Except(GetContents(account)).Select(content => GetEntry(team, account, content))];

    public string GetPath(Team team, Account account, SecretContent content) =>
        paths.GetPath(new() { Team = team.Name, Account = account.Name, Content = content });

    private SecretEntry GetEntry(Team team, Account account, SecretContent content) => new() { Name = GetPath(team, account, content), Content = content };
}
