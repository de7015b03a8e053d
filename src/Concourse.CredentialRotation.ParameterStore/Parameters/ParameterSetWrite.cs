using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// Writes a session to a set of parameters, all of them concurrently. The version that each write creates shows whether something else wrote the parameter in
/// between. Then the set is read, and written again until all of it belongs to one rotation. What AWS rejects is rolled back.
/// </summary>
internal sealed class ParameterSetWrite(
    ParameterStoreApi api,
    QuotaPacer pacer,
    RequestThrottling throttling,
    ConcurrencyLimit limit,
    ParameterSetState seen,
    SecretWriteRequest request,
    ParameterStoreOptions options,
    ProtocolTimings timings,
    TimeProvider time)
{
    private static readonly RotationError InProgress = new() { Message = "Another process wrote the same parameters at the same time." };

    private readonly ParameterSlots _slots = new(api, pacer, throttling, seen, request);
    private readonly Backoff _backoff = new(timings, time);
    private long _startedAt;

    // The other half of the reserve is for rolling back.
    private TimeSpan TimeToWrite => options.WriteReserve / 2;

    /// <summary>The tier that a parameter gets. An advanced one cannot return to the standard tier.</summary>
    public static ParameterTier GetTier(ParameterState parameter, ParameterStoreOptions options) =>
        parameter.Tier == ParameterTier.Advanced ? ParameterTier.Advanced : ParameterTierName.Get(options.Tier);

    /// <param name="cancellationToken">Honored until the first value may have been written. From there on the write ends within the reserve.</param>
    /// <exception cref="PostponedException">Nothing was written, and other accounts have to finish first.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled. Nothing was written.</exception>
    /// <exception cref="ThrottledException">The token was canceled after AWS had throttled every attempt. Nothing was written.</exception>
    public async Task<SecretWriteResult> RunAsync(CancellationToken cancellationToken)
    {
        var previous = await ReadPreviousAsync(cancellationToken).ConfigureAwait(false);
        if (_slots.FindWinner() is null)
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_slots.FindWinner() is { } winner)
        {
            return SecretWriteResult.SupersededBy(winner);
        }

        using var end = new CancellationTokenSource(GetTimeLeft(), time);
        return await FinishAsync(end.Token).ConfigureAwait(false)
            ?? await RollBackAsync(previous).ConfigureAwait(false);
    }

    private TimeSpan GetTimeLeft() =>
        TimeToWrite - time.GetElapsedTime(_startedAt) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Reads the values that a rollback needs, right before the first write.</summary>
    /// <returns>The values; null when there is nothing to roll back to: the set was not complete, or something has written it since it was inspected.</returns>
    private async Task<IReadOnlyDictionary<string, (long Version, string Value)>?> ReadPreviousAsync(CancellationToken cancellationToken)
    {
        if (_slots.All.Count == 1 || seen.Status is not SecretSetStatus.Complete)
        {
            return null;
        }

        IReadOnlyDictionary<string, (long Version, string Value)> previous;
        try
        {
            previous = await api.ReadAsync(request.Secrets.Select(secret => secret.Name), Urgency.Patient, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidKeyIdException)
        {
            // The key of the present values was disabled or deleted, so nobody can read them.
            return null;
        }
        catch (Exception exception)
        {
            AwsOperation.AddKey(exception, seen.Parameters[0].KeyId);
            throw;
        }

        if (seen.Parameters.All(parameter => previous.TryGetValue(parameter.Name, out var now) && now.Version == parameter.Version))
        {
            return previous;
        }

        await _slots.ReadAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// Sends the first writes. As long as AWS throttles all of them, nothing has changed and waiting does no harm. Once one was carried out, the others do not
    /// wait. So when requests are being throttled, one goes first.
    /// </summary>
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = limit.IsReduced ? [_slots.All[0]] : _slots.All;
        var attempts = 0;
        var requests = first.Select<ParameterSlot, Func<CancellationToken, Task>>((slot, i) => async _ =>
        {
            _startedAt = time.GetTimestamp();
            using var end = new CancellationTokenSource(TimeToWrite, time);

            // While AWS throttled this rotation, another one may have written a newer session.
            if (i > 0 || attempts++ == 0 || !await _slots.TryReadAsync(end.Token).ConfigureAwait(false) || _slots.FindWinner() is null)
            {
                await slot.WriteAsync(api, GetValue(slot), end.Token).ConfigureAwait(false);
            }
        });

        // All writes of the set at once, so that none of them queues behind others after the first.
        await pacer.WaitAsync(_slots.All.Count - first.Count, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        var throttled = await throttling.TrySendAllAsync([.. requests], pacer, Urgency.Patient, cancellationToken).ConfigureAwait(false);
        if (throttled.Count == first.Count)
        {
            await throttling.SendAgainAsync([throttled[0]], pacer, Urgency.Patient, mayStepBack: true, cancellationToken).ConfigureAwait(false);
        }

        if (_slots.FindWinner() is null && !_slots.HasRejectedWrite)
        {
            using var end = new CancellationTokenSource(GetTimeLeft(), time);
            await Task.WhenAll(_slots.All.Where(slot => !slot.IsTouched && slot.Error is null).Select(slot => _slots.WriteAsync(slot, GetValue(slot), isPaced: true, end.Token))).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads the set and writes it again, until all of it belongs to this rotation or to another one. Every round writes all parameters: if two rotations each
    /// wrote only what they lack, neither would see an unexpected version, and both would believe that they own the set.
    /// </summary>
    /// <returns>Null when it could not be finished.</returns>
    private async Task<SecretWriteResult?> FinishAsync(CancellationToken cancellationToken)
    {
        var attempt = 0;
        try
        {
            await foreach (var _ in _backoff.AttemptsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_slots.AreFinished || _slots.HasRejectedWrite)
                {
                    break;
                }

                if (!await _slots.TryReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                if (_slots.FindEnd() is { } end)
                {
                    return end;
                }

                // Of two rotations that write at the same time, the newer one goes on at once. The older one looks again first.
                if (!_slots.HasNewerRotation || attempt++ % 2 == 1)
                {
                    await Task.WhenAll(_slots.All.Select(slot => _slots.WriteAsync(slot, GetValue(slot), isPaced: false, cancellationToken))).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Time ran out between two attempts.
        }

        return _slots.AreFinished ? SecretWriteResult.Written : null;
    }

    private async Task<SecretWriteResult> RollBackAsync(IReadOnlyDictionary<string, (long Version, string Value)>? previous)
    {
        using var end = new CancellationTokenSource(options.WriteReserve / 2, time);
        var rollback = new ParameterRollback(api, _slots, seen, previous, request.RotationId, _backoff);
        var errors = _slots.All.Select(slot => slot.Error).OfType<RotationError>();
        var cause = _slots.All.FirstOrDefault(slot => slot.IsRejected)?.Error ?? errors.FirstOrDefault(error => !error.IsCanceled) ?? _slots.ReadError ?? InProgress;
        return await rollback.RunAsync(cause, end.Token).ConfigureAwait(false);
    }

    private ParameterValue GetValue(ParameterSlot slot) => new()
    {
        Parameter = slot.State,
        Value = request.Session.GetValue(slot.State.Entry.Content),
        Description = new RotationMark(request.RotationId, slot.State.Version + 1).ToString(),
        KeyId = options.KmsKeyId,
        Tier = GetTier(slot.State, options),
        Tags = options.Tags,
    };
}
