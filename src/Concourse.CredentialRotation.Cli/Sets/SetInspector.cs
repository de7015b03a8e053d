using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Reads the state of the accounts' secrets, without their values.</summary>
internal sealed class SetInspector(CommandContext context)
{
    private readonly AccountSecrets _secrets = context.Service<AccountSecrets>();
    private readonly ISecretWriter _writer = context.Service<ISecretWriter>();
    private readonly IStoreFacts _store = context.Service<IStoreFacts>();
    private readonly CredentialRotationOptions _options = context.Service<IOptions<CredentialRotationOptions>>().Value;

    /// <summary>The sets of the accounts, in their order.</summary>
    public async Task<IReadOnlyList<AccountSet>> InspectAsync(IReadOnlyList<TeamAccount> accounts)
    {
        var sets = new AccountSet[accounts.Count];
        await Parallel.ForAsync(0, sets.Length, context.Parallelism, async (i, token) =>
        {
            var entries = _secrets.GetEntries(accounts[i].Team, accounts[i].Account);
            var state = await _writer.InspectAsync(entries, token).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            sets[i] = Describe(accounts[i], entries, state);
        }).ConfigureAwait(false);
        return sets;
    }

    /// <summary>How long a session of the account lasts if the function requests it.</summary>
    public static TimeSpan GetDuration(Account account) => account.Duration is { } duration && duration < RoleSessions.MaxChainedDuration ? duration : RoleSessions.MaxChainedDuration;

    private AccountSet Describe(TeamAccount account, IReadOnlyList<SecretEntry> entries, SecretSetState state)
    {
        var expiration = state.WrittenAt + GetDuration(account.Account);
        var secrets = _store.Describe(state);
        return new()
        {
            Account = account,
            Layout = account.Account.Layout ?? _options.Layout,
            Entries = entries,
            State = state,
            Secrets = secrets,
            Condition = GetCondition(state, secrets, expiration, context.Now),
            EstimatedExpiration = expiration,
        };
    }

    private static SetCondition GetCondition(SecretSetState state, IReadOnlyList<SecretStatus> secrets, DateTimeOffset? expiration, DateTimeOffset now) => state.Status switch
    {
        SecretSetStatus.Missing => SetCondition.Missing,
        SecretSetStatus.Torn => secrets.Any(secret => secret.IsScheduledForDeletion is true) ? SetCondition.ScheduledForDeletion : SetCondition.Torn,
        SecretSetStatus.Complete => expiration is { } end ? SetConditions.OfWholeSet(end - now) : SetCondition.OtherTool,
        _ => SetCondition.Unreadable,
    };
}
