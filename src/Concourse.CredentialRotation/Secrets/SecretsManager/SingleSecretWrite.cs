using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation;

/// <summary>
/// Writes a set of one secret. Its value cannot be mixed, so it is made current at once: there is nothing to stage, to promote or to roll back. Of two
/// rotations, the last one that writes wins.
/// </summary>
internal sealed class SingleSecretWrite(
    SecretStore store,
    WritePacer pacer,
    RequestThrottling throttling,
    SecretState inspected,
    ConcurrentQueue<string> restored,
    SecretWriteRequest request,
    TimeSpan reserve,
    ProtocolTimings timings,
    TimeProvider time)
{
    private readonly string _rotationId = request.RotationId.ToString();

    private readonly AttemptLoop _attempts = new(new Backoff(timings, time));

    private readonly CurrentLabel _label = new(store, pacer, throttling, restored);

    /// <param name="mayStepBack">Whether nothing of the secret has been changed yet.</param>
    /// <param name="cancellationToken">Honored until the value may have been written. From there on the write ends within the reserve.</param>
    /// <exception cref="PostponedException">Nothing was written, and other accounts have to finish first.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled. Nothing was written.</exception>
    /// <exception cref="ThrottledException">The token was canceled after AWS had throttled every attempt. Nothing was written.</exception>
    public async Task<SecretWriteResult> RunAsync(bool mayStepBack, CancellationToken cancellationToken)
    {
        var last = new Attempt(AttemptStatus.Retry);
        var quota = inspected.Exists ? pacer.Writes : pacer.Creates;
        Func<CancellationToken, Task> write = async _ => last = await WriteAsync().ConfigureAwait(false);
        var throttled = await throttling.TrySendAllAsync([write], quota, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        await throttling.SendAgainAsync(throttled, quota, Urgency.Patient, mayStepBack, cancellationToken).ConfigureAwait(false);
        return last.Status switch
        {
            AttemptStatus.Done => SecretWriteResult.Written,
            AttemptStatus.Superseded => RotationId.TryParse(last.WinnerVersionId, out var winner) ? SecretWriteResult.SupersededBy(winner) : SecretWriteResult.Superseded,
            AttemptStatus.Rejected => Failed(last, "Nothing was written."),
            _ => Failed(last, "It is not known whether the new credentials were written. Pipelines read either all of them or all of the previous ones."),
        };
    }

    /// <exception cref="ThrottledException">AWS throttled the first attempt, so it was not carried out.</exception>
    private async Task<Attempt> WriteAsync()
    {
        using var writeTime = new CancellationTokenSource(reserve, time);
        var first = new Attempt(AttemptStatus.Retry) { MayWrite = true };
        try
        {
            if (await PutAsync(inspected, writeTime.Token).ConfigureAwait(false))
            {
                return first with { Status = AttemptStatus.Done };
            }
        }
        catch (Exception exception) when (exception is not ThrottledException { IsFirstAttempt: true })
        {
            // Also when AWS throttled it after an attempt whose response was lost: only the secret itself tells whether it was written.
            if (exception is ThrottledException)
            {
                throttling.RecordThrottled();
            }

            first = first with { MayWrite = !IsRejection(exception), Error = ErrorFormatter.Format(exception) };
        }

        return await _attempts.RunAsync(first, WriteAgainAsync, writeTime.Token).ConfigureAwait(false);
    }

    /// <summary>A later attempt. The secret itself tells whether the last one was carried out, whatever its response was.</summary>
    private async Task<Attempt> WriteAgainAsync(Attempt last, CancellationToken cancellationToken)
    {
        var (now, readError) = await _label.TryReadAsync(inspected.Entry, cancellationToken).ConfigureAwait(false);
        if (now is null)
        {
            return last.After(readError);
        }

        if (now.CurrentVersionId == _rotationId)
        {
            return last with { Status = AttemptStatus.Done };
        }

        if (now.CurrentVersionId != inspected.CurrentVersionId && RotationId.TryParse(now.CurrentVersionId, out _))
        {
            return last with { Status = AttemptStatus.Superseded, WinnerVersionId = now.CurrentVersionId };
        }

        if (!last.MayWrite)
        {
            return last with { Status = AttemptStatus.Rejected };
        }

        try
        {
            await (now.Exists ? pacer.Writes : pacer.Creates).WaitAsync(requests: 1, Urgency.Urgent, cancellationToken).ConfigureAwait(false);
            var isWritten = await throttling.SendAsync(Urgency.Urgent, token => PutAsync(now, token), cancellationToken).ConfigureAwait(false);
            return last with { Status = isWritten ? AttemptStatus.Done : AttemptStatus.Retry };
        }
        catch (Exception exception)
        {
            return last.After(ErrorFormatter.Format(exception)) with { MayWrite = !IsRejection(exception) };
        }
    }

    /// <returns>False when another process has created the secret in the meantime.</returns>
    private async Task<bool> PutAsync(SecretState secret, CancellationToken cancellationToken)
    {
        var value = request.Session.GetValue(secret.Entry.Content);
        if (!secret.Exists)
        {
            return await store.CreateAsync(secret, _rotationId, value, cancellationToken).ConfigureAwait(false);
        }

        await store.PutCurrentAsync(secret, _rotationId, value, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static SecretWriteResult Failed(Attempt last, string consequence)
    {
        var error = last.Error ?? new() { Message = "Another process created or deleted the secret at the same time." };
        return SecretWriteResult.Failed(RotationStep.Promote, error with { Message = $"{error.Message} {consequence}" });
    }

    // AWS would respond the same again, except to a request for a secret that is being created, restored or deleted.
    private static bool IsRejection(Exception exception) =>
        exception is AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError }
            and not (ResourceNotFoundException or InvalidRequestException);
}
