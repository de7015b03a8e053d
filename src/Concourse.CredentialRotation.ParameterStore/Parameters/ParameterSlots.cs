namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>The parameters of a set while a rotation writes them: it reads and writes them, and tells to which rotation the set belongs.</summary>
internal sealed class ParameterSlots(
    ParameterStoreApi api, QuotaPacer pacer, RequestThrottling throttling, ParameterSetState seen, SecretWriteRequest request)
{
    public IReadOnlyList<ParameterSlot> All { get; } = [.. seen.Parameters.Select(parameter => new ParameterSlot(parameter))];

    /// <summary>Why the set could not be read; null when it never failed.</summary>
    public RotationError? ReadError { get; private set; }

    /// <summary>Whether this rotation wrote the current version of every parameter.</summary>
    public bool AreFinished => All.All(slot => slot.IsWrittenBy(request.RotationId));

    /// <summary>Whether AWS rejected a write, and would reject it again.</summary>
    public bool HasRejectedWrite => All.Any(slot => slot.IsRejected);

    /// <summary>Whether a newer rotation has written a part of the set.</summary>
    public bool HasNewerRotation => All.Any(
        slot => slot.State.Named is { } other && other != seen.RotationId && string.CompareOrdinal(other.ToString(), request.RotationId.ToString()) > 0);

    /// <summary>How the write has ended, as far as is known; null while it has not.</summary>
    public SecretWriteResult? FindEnd() => AreFinished ? SecretWriteResult.Written : FindWinner() is { } winner ? SecretWriteResult.SupersededBy(winner) : null;

    /// <summary>The other rotation that has written all of the set since it was inspected; null when there is none.</summary>
    public RotationId? FindWinner() =>
        ParameterSetState.FindOwner([.. All.Select(slot => slot.State)]) is { } owner && owner != request.RotationId && owner != seen.RotationId ? owner : null;

    /// <summary>Reads the set, before anything was written.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken) =>
        Update(await api.DescribeAsync(request.Secrets, Urgency.Patient, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the set. A failure is recorded.</summary>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            Update(await api.DescribeAsync(request.Secrets, Urgency.Urgent, cancellationToken).ConfigureAwait(false));
            return true;
        }
        catch (Exception exception)
        {
            ReadError = ParameterErrors.Format(exception);
            return false;
        }
    }

    /// <summary>Writes a value, until AWS does not throttle it. A failure is recorded in the slot.</summary>
    /// <param name="slot">The parameter.</param>
    /// <param name="value">The value.</param>
    /// <param name="isPaced">Whether the quota for the first attempt was already waited for.</param>
    /// <param name="cancellationToken">Cancels the request, and the waiting for the next attempt.</param>
    public async Task WriteAsync(ParameterSlot slot, ParameterValue value, bool isPaced, CancellationToken cancellationToken)
    {
        try
        {
            await throttling.SendAsync(
                Urgency.Urgent,
                async token =>
                {
                    await pacer.WaitAsync(isPaced ? 0 : 1, Urgency.Urgent, token).ConfigureAwait(false);
                    isPaced = false;
                    await slot.WriteAsync(api, value, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ThrottledException or OperationCanceledException)
        {
            slot.Fail(exception);
        }
    }

    private void Update(IReadOnlyList<ParameterState> described)
    {
        foreach (var (slot, parameter) in All.Zip(described))
        {
            slot.Update(parameter);
        }
    }
}
