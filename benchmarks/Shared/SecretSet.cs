namespace Concourse.CredentialRotation.Benchmarks;

/// <summary>The secrets of one account in each of the layouts that are measured.</summary>
internal static class SecretSet
{
    private static readonly TemplateSecretPathStrategy Paths = new(TemplateSecretPathStrategy.DefaultTemplate);

    /// <summary>The names of the secrets.</summary>
    public static string[] GetNames(string team, string account, SecretLayout layout) =>
        [.. GetContents(layout).Select(content => Paths.GetPath(new() { Team = team, Account = account, Content = content }))];

    /// <summary>The number of secrets, each of which is created once.</summary>
    public static int GetSize(SecretLayout layout) => GetContents(layout).Length;

    /// <summary>The number of writes of a rotation: a single secret is written once, each of several is staged and promoted.</summary>
    public static int GetWrites(SecretLayout layout) => GetSize(layout) is 1 ? 1 : 2 * GetSize(layout);

    private static SecretContent[] GetContents(SecretLayout layout) => layout switch
    {
        SecretLayout.Separate => [SecretContent.AccessKeyId, SecretContent.SecretAccessKey, SecretContent.SessionToken],
        SecretLayout.Combined => [SecretContent.Credentials],
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "The layout is not measured."),
    };
}
