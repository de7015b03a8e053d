using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>The default writer: AWS Secrets Manager, by the rotation protocol (docs/decisions/0002-rotation-protocol.md).</summary>
internal sealed class SecretsManagerWriter(
    SecretStore store,
    WritePacer pacer,
    RequestThrottling throttling,
    ConcurrencyLimit limit,
    IOptions<CredentialRotationOptions> options,
    TimeProvider time)
    : ISecretWriter
{
    private readonly CreationQueue _creating = new(options.Value, time);

    private readonly PromotionCheck _check = new(store, pacer, throttling, time);

    public async Task<SecretSetState> InspectAsync(IReadOnlyList<SecretLocation> secrets, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(secrets.Select(secret => store.ReadAsync(secret, Urgency.Patient, cancellationToken))).ConfigureAwait(false));

    public async Task<SecretWriteResult> WriteAsync(
        SecretSetState seen, RotationId rotationId, SessionCredentials session, CancellationToken cancellationToken)
    {
        ConcurrentQueue<SecretLocation> restored = [];
        try
        {
            if (await _check.ProblemAsync(seen, cancellationToken).ConfigureAwait(false) is { } obstacle)
            {
                var message = $"{obstacle.Message} An earlier session was staged but not promoted, and a promotion would still fail, so no other one was staged.";
                return SecretWriteResult.Failed(RotationStep.Promote, message) with { Problem = obstacle };
            }

            // Not before the session is verified: what was scheduled for deletion is not to be read again for nothing.
            var readable = await RestoreAsync(seen, restored, cancellationToken).ConfigureAwait(false);
            var staged = await new Staging(store, pacer, throttling, limit, _creating, readable, restored, rotationId, session)
                .RunAsync(mayStepBack: restored.IsEmpty, cancellationToken).ConfigureAwait(false);

            // All of the promotion's writes at once, so that the rest need not queue behind others' once the leader is promoted.
            await pacer.Writes.WaitAsync(staged.Secrets.Count, Urgency.Patient, cancellationToken).ConfigureAwait(false);
            var promotion = new Promotion(store, pacer, throttling, staged, restored, rotationId.ToString(), options.Value, time);
            var result = await promotion.RunAsync(cancellationToken).ConfigureAwait(false);
            return result with { Warnings = Warnings(seen, restored) };
        }
        catch (Exception exception) when (exception is not PostponedException)
        {
            var problem = Problem.Of(exception);
            return SecretWriteResult.Failed(RotationStep.Stage, problem.Message) with { Problem = problem, Warnings = Warnings(seen, restored) };
        }
    }

    private IReadOnlyList<string> Warnings(SecretSetState seen, IReadOnlyCollection<SecretLocation> restored) =>
        [.. SetWarnings.Of(seen, restored, options.Value.KmsKeyId)];

    private async Task<SecretSetState> RestoreAsync(
        SecretSetState seen, ConcurrentQueue<SecretLocation> restored, CancellationToken cancellationToken) =>
        seen.Secrets.Any(secret => secret.IsScheduledForDeletion)
            ? new(await Task.WhenAll(seen.Secrets.Select(secret => secret.IsScheduledForDeletion
                ? store.RestoreAsync(secret, restored, Urgency.Patient, cancellationToken)
                : Task.FromResult(secret))).ConfigureAwait(false))
            : seen;
}
