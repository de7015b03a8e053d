using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>The default writer: AWS Secrets Manager, by the rotation protocol (docs/decisions/0002-rotation-protocol.md).</summary>
internal sealed class SecretsManagerWriter(SecretStore store, WritePacer pacer, IOptions<CredentialRotationOptions> options, TimeProvider time) : ISecretWriter
{
    public async Task<SecretSetState> InspectAsync(IReadOnlyList<SecretLocation> secrets, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(secrets.Select(secret => store.ReadAsync(secret, cancellationToken))).ConfigureAwait(false));

    public async Task<SecretWriteResult> WriteAsync(
        SecretSetState seen, RotationId rotationId, SessionCredentials session, CancellationToken cancellationToken)
    {
        SecretSetState staged;
        try
        {
            staged = new(await Task.WhenAll(seen.Secrets.Select(secret => StageAsync(secret, rotationId, session, cancellationToken))).ConfigureAwait(false));

            // All of the promotion's writes at once, so that the rest need not queue behind others' once the leader is promoted.
            await pacer.WaitAsync(staged.Secrets.Count, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception problem)
        {
            return SecretWriteResult.Failed(RotationStep.Stage, Problem.Describe(problem));
        }

        // From here on the caller's token is not looked at: the promotion ends within the reserve, one way or the other.
        return await new Promotion(store, pacer, staged, rotationId.ToString(), options.Value, time).RunAsync().ConfigureAwait(false);
    }

    /// <summary>Puts one part where no pipeline reads it yet; the answer's current version is what promotion may replace.</summary>
    private async Task<SecretState> StageAsync(
        SecretState secret, RotationId rotationId, SessionCredentials session, CancellationToken cancellationToken)
    {
        var value = session.ValueOf(secret.Location.Part);
        if (secret.CurrentVersionId is null)
        {
            // A first version is current at once. Under the rotation id it could not be told from one that was promoted.
            var birthId = Guid.NewGuid().ToString("D");
            secret = await store.CreateAsync(secret, birthId, value, cancellationToken).ConfigureAwait(false)
                ? secret with { Exists = true, CurrentVersionId = birthId }
                : await store.ReadAsync(secret.Location, cancellationToken).ConfigureAwait(false);
        }

        await store.PutPendingAsync(secret.Location, rotationId.ToString(), value, cancellationToken).ConfigureAwait(false);
        return secret;
    }
}
