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
    // One set at a time, or the first requests of many would use up the quota and leave each of them half created.
    private readonly ConcurrencyLimit _creating = new(max: 1, time);

    public async Task<SecretSetState> InspectAsync(IReadOnlyList<SecretLocation> secrets, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(secrets.Select(secret => store.ReadAsync(secret, Urgency.Patient, cancellationToken))).ConfigureAwait(false));

    public async Task<SecretWriteResult> WriteAsync(
        SecretSetState seen, RotationId rotationId, SessionCredentials session, CancellationToken cancellationToken)
    {
        try
        {
            var staged = await new Staging(store, pacer, throttling, limit, _creating, seen, rotationId, session).RunAsync(cancellationToken).ConfigureAwait(false);

            // All of the promotion's writes at once, so that the rest need not queue behind others' once the leader is promoted.
            await pacer.Writes.WaitAsync(staged.Secrets.Count, Urgency.Patient, cancellationToken).ConfigureAwait(false);
            return await new Promotion(store, pacer, throttling, staged, rotationId.ToString(), options.Value, time).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not PostponedException)
        {
            var problem = Problem.Of(exception);
            return SecretWriteResult.Failed(RotationStep.Stage, problem.Message) with { Problem = problem };
        }
    }
}
