using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Lists secrets in Secrets Manager, and schedules them for deletion.</summary>
internal sealed class SecretsManagerPruner(IAmazonSecretsManager secretsManager, RequestThrottling throttling, SecretStore store) : IStorePruner
{
    private const int DefaultRecoveryWindow = 30;

    public bool KnowsReads => true;

    public int GetRecoveryWindow(int? days) => days switch
    {
        null => DefaultRecoveryWindow,
        >= 7 and <= 30 => days.Value,
        _ => throw new CommandException("--recovery-window must be 7 to 30 days."),
    };

    public async IAsyncEnumerable<ListedSecret> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var request = new ListSecretsRequest
            {
                Filters = [new() { Key = FilterNameStringType.Name, Values = [prefix] }],
                MaxResults = 100,
                NextToken = next,
            };
            var page = await throttling.SendAsync(Urgency.Patient, token => secretsManager.ListSecretsAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var secret in (page.SecretList ?? []).Where(IsOfARotation))
            {
                yield return new()
                {
                    Name = secret.Name!,
                    RotatedAt = GetRotatedAt(FindCurrent(secret)),
                    LastReadOn = secret.LastAccessedDate?.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                };
            }

            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task<string?> FindChangeAsync(UnneededSecret secret, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(new() { Name = secret.Name, Content = SecretContent.Credentials }, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        return !state.Exists ? "Something else has deleted it."
            : state.IsScheduledForDeletion ? "It is already scheduled for deletion."
            : GetRotatedAt(state.CurrentVersionId) == secret.RotatedAt ? null : "It was written just now.";
    }

    public async Task<UnneededSecret> DeleteAsync(UnneededSecret secret, int recoveryWindowInDays, CancellationToken cancellationToken)
    {
        var request = new DeleteSecretRequest { SecretId = secret.Name, RecoveryWindowInDays = recoveryWindowInDays };
        var response = await throttling.SendAsync(Urgency.Patient, token => secretsManager.DeleteSecretAsync(request, token), cancellationToken).ConfigureAwait(false);
        return secret with { Action = PruneAction.Scheduled, DeletionDate = response.DeletionDate is { } date ? new DateTimeOffset(date, TimeSpan.Zero) : null };
    }

    public string DescribePending(int count) =>
        $"{Count.Of(count, "secret")}, {Dollars(count)} a month. To schedule {(count == 1 ? "it" : "them")} for deletion, add --yes. A pipeline that still reads one then gets 'undefined vars' instead of expired credentials.";

    public string DescribeDeleted(int count) =>
        $"{Count.Of(count, "secret")} scheduled for deletion, {Dollars(count)} a month less. To restore one: aws secretsmanager restore-secret --secret-id NAME";

    private static string Dollars(int secrets) => FormattableString.Invariant($"${secrets * Prices.SecretPerMonth:N2}");

    private static bool IsOfARotation(SecretListEntry secret) => secret.Description == SecretStore.Description || GetRotatedAt(FindCurrent(secret)) is not null;

    private static string? FindCurrent(SecretListEntry secret) => secret.SecretVersionsToStages?.FirstOrDefault(version => version.Value.Contains(SecretStages.Current)).Key;

    private static DateTimeOffset? GetRotatedAt(string? versionId) => RotationId.TryParse(versionId, out var rotation) ? rotation.CreatedAt : null;
}
