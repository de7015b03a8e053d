using NSubstitute;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Makes what many tests need in one line.</summary>
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
    public static Account Account(string name, string roleArn, int? duration = null, SessionSettings? session = null) =>
        new() { Name = name, RoleArn = roleArn, Duration = Seconds(duration), Session = session };

    /// <summary>A writer of an empty store with the naming rules of Secrets Manager.</summary>
    public static ISecretWriter Writer(Func<SecretWriteRequest, SecretWriteResult>? write = null)
    {
        var writer = Substitute.For<ISecretWriter>();
        writer.ValidateName(default!).ReturnsForAnyArgs(call => SecretName.Validate(call.Arg<string>()));
        writer.InspectAsync(default!, CancellationToken.None).ReturnsForAnyArgs(new SecretSetState { Status = SecretSetStatus.Missing });
        writer.WriteAsync(default!, CancellationToken.None).ReturnsForAnyArgs(call => write?.Invoke(call.Arg<SecretWriteRequest>()) ?? SecretWriteResult.Written);
        return writer;
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
