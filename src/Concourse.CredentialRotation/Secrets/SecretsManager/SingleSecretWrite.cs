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
        var last = new Attempt(AttemptStatus.Retry) { MayWrite = true };
        var sent = 0;
        Func<CancellationToken, Task> write = async _ => last = await WriteAsync(last, hasWaited: sent++ > 0).ConfigureAwait(false);
        var quota = inspected.Exists ? pacer.Writes : pacer.Creates;
        var throttled = await throttling.TrySendAllAsync([write], quota, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        await throttling.SendAgainAsync(throttled, quota, Urgency.Patient, mayStepBack, cancellationToken).ConfigureAwait(false);
        return last.Status switch
        {
            AttemptStatus.Done => SecretWriteResult.Written,
            AttemptStatus.Superseded => RotationId.TryParse(last.WinnerVersionId, out var winner) ? SecretWriteResult.SupersededBy(winner) : SecretWriteResult.Superseded,
            _ => NotWritten(last),
        };
    }

    /// <exception cref="ThrottledException">AWS throttled the first attempt, so it was not carried out.</exception>
    private async Task<Attempt> WriteAsync(Attempt first, bool hasWaited)
    {
        using var writeTime = new CancellationTokenSource(reserve, time);
        var secret = inspected;
        if (hasWaited)
        {
            // While AWS throttled this rotation, another one may have written a newer session.
            var (now, _) = await _label.TryReadAsync(inspected.Entry, writeTime.Token).ConfigureAwait(false);
            if (now is not null && FindEnd(first, now) is { } end)
            {
                return end;
            }

            secret = now ?? inspected;
        }

        try
        {
            first = await PutAsync(secret, writeTime.Token).ConfigureAwait(false) ? first with { Status = AttemptStatus.Done } : first;
        }
        catch (Exception exception) when (exception is not ThrottledException { IsFirstAttempt: true })
        {
            // Also when AWS throttled it after an attempt whose response was lost: only the secret itself tells whether it was written.
            if (exception is ThrottledException throttled)
            {
                throttling.RecordThrottled(throttled);
            }

            first = After(first, exception);
        }

        return first.Status is AttemptStatus.Retry ? await _attempts.RunAsync(first, WriteAgainAsync, writeTime.Token).ConfigureAwait(false) : first;
    }

    /// <summary>A later attempt. The secret itself tells whether the last one was carried out, whatever its response was.</summary>
    private async Task<Attempt> WriteAgainAsync(Attempt last, CancellationToken cancellationToken)
    {
        // A secret that will not be written is not restored either.
        var (now, readError) = last.MayWrite
            ? await _label.TryReadAsync(inspected.Entry, cancellationToken).ConfigureAwait(false)
            : await _label.TryReadOnlyAsync(inspected.Entry, cancellationToken).ConfigureAwait(false);
        if (now is null)
        {
            return last.MayWrite ? last.After(readError) : last;
        }

        if (FindEnd(last, now) is { } end)
        {
            return end;
        }

        if (!last.MayWrite)
        {
            return last;
        }

        try
        {
            await (now.Exists ? pacer.Writes : pacer.Creates).WaitAsync(requests: 1, Urgency.Urgent, cancellationToken).ConfigureAwait(false);
            var isWritten = await throttling.SendAsync(Urgency.Urgent, token => PutAsync(now, token), cancellationToken).ConfigureAwait(false);
            return last with { Status = isWritten ? AttemptStatus.Done : AttemptStatus.Retry };
        }
        catch (Exception exception)
        {
            return After(last, exception);
        }
    }

    /// <summary>How the write has ended, as the secret shows it; null while it has not.</summary>
    private Attempt? FindEnd(Attempt last, SecretState now) =>
        now.CurrentVersionId == _rotationId ? last with { Status = AttemptStatus.Done }
        : now.CurrentVersionId != inspected.CurrentVersionId && RotationId.TryParse(now.CurrentVersionId, out _)
            ? last with { Status = AttemptStatus.Superseded, WinnerVersionId = now.CurrentVersionId }
        : null;

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

    private static SecretWriteResult NotWritten(Attempt last)
    {
        var error = last.Error ?? new() { Message = "Another process created or deleted the secret at the same time.", Type = ErrorTypes.Overwritten };
        return last.MayBeWritten
            ? SecretWriteResult.Unknown(error with { Message = $"{error.Message} It is not known whether the new credentials were written. Pipelines read either all of them or all of the previous ones." })
            : SecretWriteResult.Failed(RotationStep.Promote, error with { Message = $"{error.Message} Nothing was written." });
    }

    private static Attempt After(Attempt last, Exception exception)
    {
        var wasRetried = AwsOperation.TryFind(exception, out var operation) && operation.WasRetried;
        var isRejected = exception is AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } or ThrottledException;

        // AWS would respond the same again, except to a request for a secret that is being created, restored or deleted.
        var isFinal = isRejected && exception is not (ThrottledException or ResourceNotFoundException or InvalidRequestException);
        var mayBeWritten = last.MayBeWritten || !isRejected || wasRetried;
        return last.After(ErrorFormatter.Format(exception)) with
        {
            Status = isFinal && !mayBeWritten ? AttemptStatus.Rejected : AttemptStatus.Retry,
            MayWrite = !isFinal,
            MayBeWritten = mayBeWritten,
        };
    }
}
