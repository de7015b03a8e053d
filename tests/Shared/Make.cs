namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Makes teams and accounts in one line; durations are in seconds, as in the JSON.</summary>
internal static class Make
{
    public static Team Team(string name, IReadOnlyList<Account> accounts, int? renewAfter = null) =>
        new() { Name = name, Accounts = accounts, RenewAfter = Seconds(renewAfter) };

    public static Account Account(string name, string roleArn, int? duration = null, SessionSettings? session = null) =>
        new() { Name = name, RoleArn = roleArn, Duration = Seconds(duration), Session = session };

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
