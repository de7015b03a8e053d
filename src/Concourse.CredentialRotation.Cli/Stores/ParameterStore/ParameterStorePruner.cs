using System.Runtime.CompilerServices;
using Amazon.SimpleSystemsManagement.Model;
using Concourse.CredentialRotation.ParameterStore;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Lists parameters in Parameter Store, and deletes them for good.</summary>
internal sealed class ParameterStorePruner(IParameterStoreClient client, RequestThrottling throttling, ParameterStoreApi api) : IStorePruner
{
    private const int MaxPageSize = 50;

    // Parameter Store does not record it.
    public bool KnowsReads => false;

    public int GetRecoveryWindow(int? days) => days is null
        ? 0
        : throw new CommandException("--recovery-window is for Secrets Manager. Parameter Store has no recovery window: a deleted parameter cannot be restored.");

    public async IAsyncEnumerable<ListedSecret> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? nextPage = null;
        do
        {
            var request = new DescribeParametersRequest
            {
                ParameterFilters = [new() { Key = "Name", Option = "BeginsWith", Values = [prefix] }],
                MaxResults = MaxPageSize,
                NextToken = nextPage,
            };
            var page = await throttling.SendAsync(Urgency.Patient, token => client.DescribeParametersAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var parameter in page.Parameters)
            {
                // Without a mark, nothing tells that a rotation ever wrote it.
                if (RotationMark.Find(parameter.Description) is { } mark)
                {
                    yield return mark.Version == parameter.Version
                        ? new() { Name = parameter.Name, RotatedAt = mark.RotationId.CreatedAt }
                        : new() { Name = parameter.Name, KeepReason = "Something other than a rotation wrote its current value. If nobody needs it, delete it yourself." };
                }
            }

            nextPage = page.NextToken;
        }
        while (!string.IsNullOrEmpty(nextPage));
    }

    public async Task<string?> FindChangeAsync(UnneededSecret secret, CancellationToken cancellationToken)
    {
        var state = (await api.DescribeAsync([new() { Name = secret.Name, Content = SecretContent.Credentials }], Urgency.Patient, cancellationToken).ConfigureAwait(false))[0];
        return !state.Exists ? "Something else has deleted it." : state.WrittenBy?.CreatedAt == secret.RotatedAt ? null : "It was written just now.";
    }

    public async Task<UnneededSecret> DeleteAsync(UnneededSecret secret, int recoveryWindowInDays, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DeleteParameterRequest { Name = secret.Name };
            await throttling.SendAsync(Urgency.Patient, token => client.DeleteParameterAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (ParameterNotFoundException)
        {
            // The response to an earlier attempt was lost.
        }

        return secret with { Action = PruneAction.Deleted };
    }

    public string DescribePending(int count) =>
        $"{Count.Of(count, "parameter")}. To delete {(count == 1 ? "it" : "them")}, add --yes. Parameter Store has no recovery window: what is deleted cannot be restored. A pipeline that still reads one then gets 'undefined vars' instead of expired credentials. Who reads a parameter is only in CloudTrail (GetParameter).";

    public string DescribeDeleted(int count) => $"{Count.Of(count, "parameter")} deleted, which cannot be restored. A rotation that needs one creates it again.";
}
