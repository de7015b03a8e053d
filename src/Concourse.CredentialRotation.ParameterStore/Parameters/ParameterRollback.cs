namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// Restores what a rotation has replaced and could not finish, each parameter with its previous value and description. It decides what to report: readers get
/// either all of what was there before, or possibly parts of two sessions.
/// </summary>
/// <param name="api">Reads values that this rotation has replaced although it had not read them before.</param>
/// <param name="slots">The parameters.</param>
/// <param name="seen">The set as it was inspected.</param>
/// <param name="previous">The values right before the first write; null when there is nothing to roll back to.</param>
/// <param name="rotationId">This rotation.</param>
/// <param name="backoff">Spaces the attempts.</param>
internal sealed class ParameterRollback(
    ParameterStoreApi api,
    ParameterSlots slots,
    ParameterSetState seen,
    IReadOnlyDictionary<string, (long Version, string Value)>? previous,
    RotationId rotationId,
    Backoff backoff)
{
    private const string MixedReads = "Pipelines may read parts of two sessions until the next rotation.";

    private RotationError? _error;

    public async Task<SecretWriteResult> RunAsync(RotationError cause, CancellationToken cancellationToken)
    {
        if (!slots.All.Any(slot => slot.IsTouched))
        {
            return SecretWriteResult.Failed(RotationStep.Promote, Add(cause, "Nothing was written."));
        }

        if (!slots.HasRejectedWrite && await FindEndAsync(cancellationToken).ConfigureAwait(false) is { } end)
        {
            return end;
        }

        if (slots.All.Count == 1)
        {
            return SecretWriteResult.Unknown(Add(cause, "It is not known whether the new credentials were written. Pipelines read either all of them or all of the previous ones."));
        }

        if (previous is null)
        {
            return seen.Status is SecretSetStatus.Missing && slots.All.All(slot => !slot.State.Exists || slot.State.Named == rotationId)
                ? SecretWriteResult.Failed(RotationStep.Promote, Add(cause, "Some of the parameters exist now. Pipelines get no complete set until the next rotation."))
                : SecretWriteResult.Torn(Add(cause, $"The set was not complete before, so it could not be rolled back. {MixedReads}"));
        }

        await Task.WhenAll(slots.All.Where(slot => slot.IsTouched).Select(slot => RestoreAsync(slot, cancellationToken))).ConfigureAwait(false);
        if (IsRestored())
        {
            return SecretWriteResult.Failed(RotationStep.Promote, Add(cause, "The set was rolled back."));
        }

        return await FindEndAsync(cancellationToken).ConfigureAwait(false)
            ?? SecretWriteResult.Torn(Add(cause, $"Rolling back also failed: {(_error ?? cause).Message} {MixedReads}"));
    }

    /// <summary>How the write has ended: this rotation or another one has written all of the set; null when neither has, or it is not known.</summary>
    private async Task<SecretWriteResult?> FindEndAsync(CancellationToken cancellationToken) =>
        await slots.TryReadAsync(cancellationToken).ConfigureAwait(false) ? slots.FindEnd() : null;

    private bool IsRestored()
    {
        var now = new ParameterSetState([.. slots.All.Select(slot => slot.State)]);
        return now.Status is SecretSetStatus.Complete && now.RotationId == seen.RotationId && !slots.All.Any(slot => slot.IsDoubtful);
    }

    private async Task RestoreAsync(ParameterSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in backoff.AttemptsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (slot.IsDoubtful)
                {
                    await slots.TryReadAsync(cancellationToken).ConfigureAwait(false);
                }

                if (slot.IsDoubtful)
                {
                    // It could not be read.
                    continue;
                }

                // Also when something else has written it in the meantime.
                if (slot.State.Named != rotationId)
                {
                    return;
                }

                var replaced = await GetReplacedAsync(slot, cancellationToken).ConfigureAwait(false);
                await slots.WriteAsync(slot, replaced, isPaced: false, cancellationToken).ConfigureAwait(false);
                _error = slot.Error is null ? _error : Redact(slot.Error);
            }
        }
        catch (Exception exception)
        {
            _error = exception is OperationCanceledException && _error is not null ? _error : Redact(ParameterErrors.Format(exception));
        }
    }

    private async Task<ParameterValue> GetReplacedAsync(ParameterSlot slot, CancellationToken cancellationToken)
    {
        var before = GetSeen(slot);
        var replaced = slot.State.Version - 1;
        if (previous![before.Name] is var (version, value) && version == replaced)
        {
            return GetValue(slot, value, before.WrittenBy is { } owner ? new RotationMark(owner, slot.State.Version + 1).ToString() : before.Description);
        }

        // Something else wrote the parameter between the reading and this rotation. Its value is restored, and its description is not known.
        var name = ParameterStoreApi.GetName(before.Name, replaced);
        var values = await api.ReadAsync([name], Urgency.Urgent, cancellationToken).ConfigureAwait(false);
        return GetValue(slot, values.TryGetValue(before.Name, out var found) ? found.Value : previous[before.Name].Value, null);
    }

    private ParameterValue GetValue(ParameterSlot slot, string value, string? description)
    {
        var before = GetSeen(slot);
        return new()
        {
            Parameter = slot.State,
            Value = value,
            Description = description ?? "Restored by Concourse.CredentialRotation, because a rotation could not finish.",
            KeyId = before.KeyId,
            Tier = slot.State.Tier!,
        };
    }

    private ParameterState GetSeen(ParameterSlot slot) => seen.Parameters.Single(parameter => parameter.Name == slot.State.Name);

    // AWS may quote the value that it rejects.
    private RotationError Redact(RotationError error) =>
        error with { Message = previous!.Values.Aggregate(error.Message, (message, value) => EscapedText.Replace(message, value.Value, "***")) };

    private static RotationError Add(RotationError error, string sentence) => error with { Message = $"{error.Message} {sentence}" };
}
