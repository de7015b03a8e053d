using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Decides what a rotation would do with accounts now.</summary>
internal sealed class AccountPlanner(CommandContext context, Schedule schedule)
{
    private readonly CredentialRotationOptions _options = context.Service<IOptions<CredentialRotationOptions>>().Value;
    private readonly IStoreFacts _store = context.Service<IStoreFacts>();

    /// <summary>Plans without reading the secrets.</summary>
    public AccountPlan PlanOffline(TeamAccount account)
    {
        var secrets = context.Service<AccountSecrets>().GetEntries(account.Team, account.Account);
        return Plan(account, secrets, account.Account.Layout ?? _options.Layout) with { Action = PlannedAction.Unknown };
    }

    public async Task<IReadOnlyList<AccountPlan>> PlanAsync(IReadOnlyList<TeamAccount> accounts)
    {
        var sets = await new SetInspector(context).InspectAsync(accounts).ConfigureAwait(false);
        var plans = new AccountPlan[sets.Count];
        await Parallel.ForAsync(0, plans.Length, context.Parallelism, async (i, token) => plans[i] = await PlanAsync(sets[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return plans;
    }

    private async Task<AccountPlan> PlanAsync(AccountSet set, CancellationToken cancellationToken)
    {
        // A set without a time makes it look for them, which it otherwise does only once a day.
        var leftBehind = set.Condition is SetCondition.Unreadable
            ? []
            : await context.Service<LeftBehindSecrets>().FindAsync(set.Account.Team, set.Account.Account, SecretSetState.Missing, cancellationToken).ConfigureAwait(false);
        var (action, dueAt) = Decide(set);
        return Plan(set.Account, set.Entries, set.Layout) with
        {
            Condition = set.Condition,
            Action = action,
            DueAt = dueAt,
            LeftBehind = leftBehind,
            Findings = [.. FindFindings(set, leftBehind)],
            Error = set.State.Error?.Message,
        };
    }

    private AccountPlan Plan(TeamAccount account, IReadOnlyList<SecretEntry> secrets, SecretLayout layout) => new()
    {
        Team = account.Team.Name,
        Account = account.Account.Name,
        Layout = layout,
        Action = PlannedAction.Unknown,
        RoleArn = account.Account.RoleArn,
        SessionName = SessionSettings.GetSessionName(account.Team, account.Account),
        ExternalId = context.Service<RoleSessions>().GetExternalId(account.Team.Name),
        DurationSeconds = (long)SetInspector.GetDuration(account.Account).TotalSeconds,
        Secrets = [.. secrets.Select(secret => secret.Name)],
    };

    // The rule of AccountRotation, with the renewAfter that the Terraform module adds.
    private (PlannedAction Action, DateTimeOffset? DueAt) Decide(AccountSet set)
    {
        switch (set.Condition)
        {
            case SetCondition.Missing:
                return (PlannedAction.Create, null);
            case SetCondition.Torn or SetCondition.ScheduledForDeletion:
                return (PlannedAction.Repair, null);
            case SetCondition.OtherTool:
                return (PlannedAction.Replace, null);
            case SetCondition.Unreadable:
                return (PlannedAction.Unknown, null);
        }

        var writtenAt = set.State.WrittenAt!.Value;
        var renewAfter = Max(_options.MinimumAge, schedule.GetRenewAfter(set.Account.Team) ?? TimeSpan.Zero);
        var latest = Max(_options.MinimumAge, SetInspector.GetDuration(set.Account.Account) - TeamValidator.MinTimeToRenew);
        var dueAt = writtenAt + (renewAfter < latest ? renewAfter : latest);
        return dueAt > context.Now ? (PlannedAction.Skip, dueAt) : (PlannedAction.Renew, null);
    }

    private IEnumerable<string> FindFindings(AccountSet set, IReadOnlyList<string> leftBehind)
    {
        if (set.Condition is not SetCondition.Missing && SetConditions.Explain(set.Condition, _store) is { } explanation)
        {
            yield return explanation;
        }

        foreach (var warning in _store.FindWarnings(set.State))
        {
            yield return warning.Message;
        }

        if (leftBehind.Count > 0)
        {
            yield return $"An earlier layout left these secrets behind, which are not rotated any more: {string.Join(", ", leftBehind)}. Delete them when no pipeline reads them.";
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
