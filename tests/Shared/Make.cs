namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Makes teams and accounts in one line.</summary>
internal static class Make
{
    /// <param name="name">The team's name.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="renewAfter">In seconds, as in the JSON.</param>
    public static Team Team(string name, IReadOnlyList<Account> accounts, int? renewAfter = null) =>
        new() { Name = name, Accounts = accounts, RenewAfter = Seconds(renewAfter) };

    /// <param name="name">The account's name.</param>
    /// <param name="roleArn">The role's ARN.</param>
    /// <param name="duration">In seconds, as in the JSON.</param>
    /// <param name="session">The session's settings.</param>
    /// <param name="layout">The account's own layout.</param>
    public static Account Account(string name, string roleArn, int? duration = null, SessionSettings? session = null, SecretLayout? layout = null) =>
        new() { Name = name, RoleArn = roleArn, Duration = Seconds(duration), Session = session, Layout = layout };

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
