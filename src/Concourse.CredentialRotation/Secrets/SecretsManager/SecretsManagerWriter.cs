using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>The default writer: AWS Secrets Manager, by the rotation protocol (docs/decisions/0002-rotation-protocol.md).</summary>
internal sealed class SecretsManagerWriter(
    SecretStore store,
    WritePacer pacer,
    RequestThrottling throttling,
    ConcurrencyLimit limit,
    IOptions<SecretsManagerOptions> options,
    ProtocolTimings timings,
    TimeProvider time)
    : ISecretWriter
{
    private readonly CreationQueue _creationQueue = new(timings, time);

    private readonly PromotionCheck _promotionCheck = new(store, pacer, throttling, time);

    public TimeSpan CommitReserve => options.Value.PromotionReserve;

    public string? ValidateName(string name) => SecretName.Validate(name);

    public async Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken)
    {
        try
        {
            var states = await Task.WhenAll(secrets.Select(secret => store.ReadAsync(secret, Urgency.Patient, cancellationToken))).ConfigureAwait(false);
            return new SecretsManagerSetState(new SecretSet(states));
        }
        catch (Exception exception)
        {
            return SecretSetState.Unreadable(ErrorFormatter.Format(exception));
        }
    }

    public async Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        var seen = ((SecretsManagerSetState)request.Seen).Set;
        ConcurrentQueue<string> restored = [];
        try
        {
            if (seen.Secrets.Count > 1 && await _promotionCheck.FindErrorAsync(seen, cancellationToken).ConfigureAwait(false) is { } error)
            {
                return SecretWriteResult.Failed(RotationStep.Promote, error with
                {
                    Message = $"{error.Message} An earlier session was staged but not promoted, and a promotion would still fail, so no other session was staged.",
                });
            }

            // Only now that the session is verified: without it, expired values would become readable again for nothing.
            var readable = await RestoreAsync(seen, restored, cancellationToken).ConfigureAwait(false);
            if (readable.Secrets is [var only])
            {
                request.Steps?.Begin(RotationStep.Promote);
                var write = new SingleSecretWrite(store, pacer, throttling, only, restored, request, options.Value.PromotionReserve, timings, time);
                var written = await write.RunAsync(mayStepBack: restored.IsEmpty, cancellationToken).ConfigureAwait(false);
                return written with { Warnings = GetWarnings(seen, restored) };
            }

            var staged = await new Staging(store, pacer, throttling, limit, _creationQueue, readable, restored, request, time)
                .RunAsync(mayStepBack: restored.IsEmpty, cancellationToken).ConfigureAwait(false);

            // All writes of the promotion at once, so that the followers do not queue behind others after the leader was promoted.
            await pacer.Writes.WaitAsync(staged.Secrets.Count, Urgency.Patient, cancellationToken).ConfigureAwait(false);
            request.Steps?.Begin(RotationStep.Promote);
            var promotion = new Promotion(store, pacer, throttling, staged, restored, request.RotationId.ToString(), options.Value.PromotionReserve, timings, time);
            var result = await promotion.RunAsync(cancellationToken).ConfigureAwait(false);
            return result with { Warnings = GetWarnings(seen, restored) };
        }
        catch (Exception exception) when (exception is not PostponedException)
        {
            return SecretWriteResult.Failed(RotationStep.Stage, ErrorFormatter.Format(exception)) with { Warnings = GetWarnings(seen, restored) };
        }
    }

    private string[] GetWarnings(SecretSet seen, IReadOnlyCollection<string> restored) => [.. SetWarnings.For(seen, restored, options.Value.KmsKeyId)];

    private async Task<SecretSet> RestoreAsync(SecretSet seen, ConcurrentQueue<string> restored, CancellationToken cancellationToken) =>
        seen.Secrets.Any(secret => secret.IsScheduledForDeletion)
            ? new(await Task.WhenAll(seen.Secrets.Select(secret => secret.IsScheduledForDeletion
                ? store.RestoreAsync(secret, restored, Urgency.Patient, cancellationToken)
                : Task.FromResult(secret))).ConfigureAwait(false))
            : seen;
}
