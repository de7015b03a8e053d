using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>Keeps secrets in Parameter Store (docs/decisions/0007-parameter-store.md).</summary>
internal sealed class ParameterStoreWriter(
    ParameterStoreApi api,
    RequestThrottling throttling,
    ConcurrencyLimit limit,
    IOptions<ParameterStoreOptions> options,
    ProtocolTimings timings,
    TimeProvider time)
    : ISecretWriter
{
    // The parameters of an account in the layout 'both'.
    private const int LargestGroup = 4;

    private readonly QuotaPacer _pacer = new(options.Value.MaxWritesPerSecond, LargestGroup, time);

    public TimeSpan CommitReserve => options.Value.WriteReserve;

    public string? ValidateName(string name) => ParameterName.Validate(name);

    public async Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken)
    {
        try
        {
            return new ParameterSetState(await api.DescribeAsync(secrets, Urgency.Patient, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            return SecretSetState.Unreadable(ParameterErrors.Format(exception));
        }
    }

    public async Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        var seen = (ParameterSetState)request.Seen;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var write = new ParameterSetWrite(api, _pacer, throttling, limit, seen, request, options.Value, timings, time);
            var result = FindObstacle(seen, request.Session) is { } obstacle
                ? SecretWriteResult.Failed(RotationStep.Stage, new() { Message = obstacle })
                : await write.RunAsync(cancellationToken).ConfigureAwait(false);
            return result with { Warnings = [.. ParameterWarnings.For(seen, options.Value)] };
        }
        catch (Exception exception) when (exception is not PostponedException)
        {
            // Nothing was written: from the first write on, every failure is a result.
            return SecretWriteResult.Failed(RotationStep.Stage, ParameterErrors.Format(exception));
        }
    }

    /// <summary>Why AWS would reject the write of a parameter, so that no other one is written either; null when no reason is known.</summary>
    private string? FindObstacle(ParameterSetState seen, SessionCredentials session)
    {
        List<string> obstacles = [];
        foreach (var parameter in seen.Parameters)
        {
            if (ParameterWarnings.FindWrongType(parameter) is { } wrongType)
            {
                obstacles.Add(wrongType);
            }
            else if (ParameterTierName.FindExcess(session.GetValue(parameter.Entry.Content), ParameterSetWrite.GetTier(parameter, options.Value)) is { } excess)
            {
                obstacles.Add($"The value of {parameter.Name} ({parameter.Entry.Content}) {excess}. Shorten the account's session policies and tags, which are part of the session token, or set {nameof(ParameterStoreOptions.Tier)} to Intelligent-Tiering.");
            }
        }

        return obstacles.Count == 0 ? null : string.Join(' ', [.. obstacles, "Nothing was written."]);
    }
}
