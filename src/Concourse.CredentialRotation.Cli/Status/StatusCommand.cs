using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>status FILE…</c>: what pipelines get now. It changes nothing.</summary>
internal static class StatusCommand
{
    private static readonly Argument<string[]> Files = TeamFiles.CreateArgument();
    private static readonly Option<string[]> Accounts = AccountFilter.CreateOption();

    private static readonly Option<bool> MetadataOnly = new("--metadata-only")
    {
        Description = "Read no values, so that the access key ID stays unknown. (A read is in CloudTrail. In Secrets Manager, it also changes the LastAccessedDate of a secret.)",
    };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("status", "Shows the credentials that pipelines get now: whole or torn, their age, the time left, and their access key IDs.")
        {
            Notes = "For the access key IDs, this needs secretsmanager:GetSecretValue, or ssm:GetParameter for Parameter Store, on the secrets that have them. Without that permission, the access key IDs are unknown.",
            Examples =
            [
                ("status teams", "Shows all accounts of the teams in the folder."),
                ("status teams --account divx-lab", "Shows one account."),
                ("status teams -o json | jq '.accounts[] | select(.condition != \"whole\")'", "Lists what needs attention."),
            ],
            SuccessMeaning = "All sets are whole, and none is about to expire.",
            ErrorMeaning = "An error, for example because a secret cannot be read.",
            FindingsMeaning = "A set is missing, torn, expired or about to expire, scheduled for deletion, or of another tool.",
        };
        command.Arguments.Add(Files);
        command.Options.Add(Accounts);
        command.Options.Add(MetadataOnly);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var teams = await TeamLoader.LoadAsync(context, context.Get(Files)).ConfigureAwait(false);
        var sets = await new SetInspector(context).InspectAsync(AccountFilter.Select(teams, context.Get(Accounts)!)).ConfigureAwait(false);
        var keys = await ReadKeysAsync(context, sets).ConfigureAwait(false);
        var now = context.Now;
        List<AccountStatus> accounts = [.. sets.Zip(keys, (set, key) => Describe(set, key, now))];
        if (context.IsJson)
        {
            context.WriteJson(new StatusReport { Time = now, Accounts = accounts }, ReportJson.Readable.StatusReport);
        }
        else
        {
            StatusScreen.Write(Screen.ForOutput(context.Terminal), accounts, now, context.Service<IStoreFacts>());
        }

        return accounts.Exists(account => account.Condition is SetCondition.Unreadable) ? ExitCode.Error
            : accounts.TrueForAll(account => account.Condition is SetCondition.Whole) ? ExitCode.Success
            : ExitCode.Findings;
    }

    private static async Task<IReadOnlyList<StoredAccessKey?>> ReadKeysAsync(CommandContext context, IReadOnlyList<AccountSet> sets)
    {
        var keys = new StoredAccessKey?[sets.Count];
        if (!context.Get(MetadataOnly))
        {
            var reader = context.Service<IAccessKeyReader>();
            await Parallel.ForAsync(0, keys.Length, context.Parallelism, async (i, token) =>
                keys[i] = sets[i].Condition is SetCondition.Missing or SetCondition.Unreadable or SetCondition.ScheduledForDeletion
                    ? null
                    : await reader.ReadCurrentAsync(sets[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return keys;
    }

    private static AccountStatus Describe(AccountSet set, StoredAccessKey? key, DateTimeOffset now)
    {
        var isOfTheSet = key?.RotationId is { } rotation && rotation == set.State.RotationId;
        var expiration = isOfTheSet && key!.Expiration is { } exact ? exact : set.EstimatedExpiration;
        return new()
        {
            Team = set.Account.Team.Name,
            Account = set.Account.Account.Name,
            // The combined secret has the end of its session, which may differ from the estimate.
            Condition = expiration is { } end && set.Condition is SetCondition.Whole or SetCondition.Expiring or SetCondition.Expired ? SetConditions.OfWholeSet(end - now) : set.Condition,
            Layout = set.Layout,
            RotationId = set.State.RotationId?.ToString(),
            RotatedAt = set.State.WrittenAt,
            AgeSeconds = (long?)(now - set.State.WrittenAt)?.TotalSeconds,
            Expiration = expiration,
            SecondsLeft = (long?)(expiration - now)?.TotalSeconds,
            IsExpirationEstimated = expiration is null ? null : !isOfTheSet || key!.Expiration is null,
            AccessKeyId = key?.AccessKeyId,
            AccessKeyError = key?.Error?.Message,
            Error = set.State.Error?.Message,
            Secrets = set.Secrets,
        };
    }
}
