using System.Collections.Concurrent;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Looks for an access key in the versions of the accounts' secrets.</summary>
internal sealed class SessionSearch(CommandContext context)
{
    private readonly IAccessKeyReader _reader = context.Service<IAccessKeyReader>();
    private readonly ConcurrentDictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>The accounts that could not be read, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    public async Task<FoundSession?> FindAsync(string accessKeyId, IReadOnlyList<TeamAccount> accounts)
    {
        var secrets = context.Service<AccountSecrets>();
        FoundSession? found = null;
        await Parallel.ForEachAsync(accounts, context.Parallelism, async (account, token) =>
        {
            await foreach (var key in _reader.ReadVersionsAsync(secrets.GetEntries(account.Team, account.Account), token).ConfigureAwait(false))
            {
                if (key.Error is { } error)
                {
                    _errors[account.ToString()] = error.Message;
                }
                else if (key.AccessKeyId == accessKeyId)
                {
                    found = await DescribeAsync(account, key).ConfigureAwait(false);
                    return;
                }
            }
        }).ConfigureAwait(false);
        return found;
    }

    private async Task<FoundSession> DescribeAsync(TeamAccount account, StoredAccessKey key)
    {
        var set = (await new SetInspector(context).InspectAsync([account]).ConfigureAwait(false))[0];
        return new()
        {
            Team = account.Team.Name,
            Account = account.Account.Name,
            RoleArn = account.Account.RoleArn,
            Stage = key.Stage,
            Version = key.Version,
            Layout = set.Layout,
            Condition = set.Condition,
            RotationId = key.RotationId?.ToString(),
            RotatedAt = key.RotationId?.CreatedAt,
            Expiration = key.Expiration ?? key.RotationId?.CreatedAt + SetInspector.GetDuration(account.Account),
            IsExpirationEstimated = key.RotationId is null && key.Expiration is null ? null : key.Expiration is null,
            ReplacedAt = key.ReplacedAt,
        };
    }
}
