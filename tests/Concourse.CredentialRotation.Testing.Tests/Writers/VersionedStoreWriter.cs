namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>A writer that does what the engine relies on, apart from one flaw. It replaces one secret after the other, and rolls back what it cannot finish.</summary>
internal sealed class VersionedStoreWriter(VersionedStore store, TimeProvider time, Flaw flaw = Flaw.None) : ISecretWriter
{
    private const int MaxAttempts = 3;

    private int _rejections;
    private int _lostResponses;

    public TimeSpan CommitReserve => TimeSpan.FromSeconds(flaw is Flaw.NoReserve ? 0 : 5);

    public string? ValidateName(string name) => flaw switch
    {
        Flaw.RejectsEveryName => "is not allowed",
        Flaw.RejectsWithoutARule when name.Length > 50 => " ",
        Flaw.AcceptsWhatTheStoreRejects => null,
        _ => name.Length is 0 or > VersionedStore.MaxNameLength ? "is too short or too long" : null,
    };

    public async Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken)
    {
        if (flaw is Flaw.InspectionThrows)
        {
            throw new NotSupportedException("There is no way to inspect.");
        }

        if (flaw is Flaw.InspectionWrites && store.Find(secrets[0].Name) is { } first)
        {
            await store.ReplaceAsync(secrets[0].Name, first, first);
        }

        return Inspect(secrets);
    }

    public async Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        if (flaw is not (Flaw.IgnoresTheTokenBefore or Flaw.StopsInTheMiddle))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        (_rejections, _lostResponses) = (0, 0);
        var result = await (flaw switch
        {
            Flaw.Locks or Flaw.LocksTheThread => ReplaceLockedAsync(request, cancellationToken),
            Flaw.BothGiveUp => ReplaceAloneAsync(request, cancellationToken),
            _ => ReplaceAsync(request, cancellationToken),
        });
        return flaw switch
        {
            Flaw.WrittenAfterARejection when result.Status is SecretWriteStatus.Failed => SecretWriteResult.Written,
            Flaw.FailedAfterSuccess when request.Seen.Status is SecretSetStatus.Complete && result.Status is SecretWriteStatus.Written && _rejections > 0 => Failed(),
            Flaw.FailedAfterALostResponse when request.Seen.Status is SecretSetStatus.Complete && result.Status is SecretWriteStatus.Written && _lostResponses > 0 => Failed(),
            Flaw.SupersededAfterARejection when result.Status is SecretWriteStatus.Failed => SecretWriteResult.Superseded,
            Flaw.SecretInTheResult when result.Status is SecretWriteStatus.Failed => SecretWriteResult.Failed(RotationStep.Promote, new() { Message = $"Could not write {request.Session.SecretAccessKey}." }),
            Flaw.SecretInTheException when result.Status is SecretWriteStatus.Failed => throw new InvalidOperationException($"Could not write {request.Session.SessionToken}."),
            _ => result,
        };
    }

    private VersionedSetState Inspect(IReadOnlyList<SecretEntry> secrets)
    {
        StoredValue?[] values = [.. secrets.Select(secret => store.Find(secret.Name))];
        StoredValue[] found = [.. values.OfType<StoredValue>()];
        var isComplete = found.Length == secrets.Count && Array.TrueForAll(found, value => value.RotationId == found[0].RotationId);
        var status = found.Length == 0 ? SecretSetStatus.Missing : isComplete ? SecretSetStatus.Complete : SecretSetStatus.Torn;
        status = (flaw, status) switch
        {
            (Flaw.MissingIsTorn, SecretSetStatus.Missing) => SecretSetStatus.Torn,
            (Flaw.IncompleteIsComplete, SecretSetStatus.Torn) when found.Length < secrets.Count => SecretSetStatus.Complete,
            (Flaw.TornIsComplete, SecretSetStatus.Torn) when found.Length == secrets.Count => SecretSetStatus.Complete,
            _ => status,
        };
        var writtenAt = flaw switch
        {
            Flaw.NoWrittenAt => null,
            Flaw.WrittenAtIsTheExpiration => found.FirstOrDefault()?.WrittenAt + TimeSpan.FromHours(1),
            Flaw.WrittenAtOfAnotherTool => time.GetUtcNow(),
            Flaw.TornIsComplete when !isComplete => null,
            _ => found.FirstOrDefault()?.WrittenAt,
        };
        return new()
        {
            Status = status,
            WrittenAt = status is SecretSetStatus.Complete ? writtenAt : null,
            RotationId = !isComplete ? null : flaw is Flaw.WrongRotationId ? RotationId.Create(time.GetUtcNow()) : found[0].RotationId,
            Owner = isComplete ? found[0].RotationId : null,
            Values = values,
            ShowsValues = flaw is Flaw.SecretInTheState,
        };
    }

    private async Task<SecretWriteResult> ReplaceAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        var seen = ((VersionedSetState)request.Seen).Values;
        var secrets = flaw is Flaw.LeavesTheLastSecretOut ? [.. request.Secrets.SkipLast(1)] : request.Secrets;
        var writtenAt = time.GetUtcNow();
        for (var i = 0; i < secrets.Count; i++)
        {
            if (flaw is Flaw.StopsInTheMiddle)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if ((flaw is Flaw.WritesOnlyWhatExists && seen[i] is null) || (flaw is Flaw.DoesNotRepair && request.Seen.Status is SecretSetStatus.Torn))
            {
                continue;
            }

            var value = new StoredValue(request.Session.GetValue(secrets[i].Content), request.RotationId, writtenAt);
            if (await TryReplaceAsync(secrets[i], seen[i], value, mayThrow: flaw is Flaw.NoRollbackAfterAnException))
            {
                continue;
            }

            return Inspect(request.Secrets) is { Owner: { } winner } && winner != ((VersionedSetState)request.Seen).Owner ? SecretWriteResult.SupersededBy(winner)
                : flaw is Flaw.TornWithoutRollingBack && i > 0 ? SecretWriteResult.Torn(new() { Message = "The store did not accept all values." })
                : flaw is Flaw.NoRollback || await TryRollBackAsync(request, i, writtenAt) ? AfterRollback(request) : SecretWriteResult.Torn(new() { Message = "Rolling back failed." });
        }

        if (flaw is Flaw.CanceledAfterSuccess)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var written = Inspect(request.Secrets);
        return flaw is Flaw.OverwritesAndReportsTorn && written.Status is not SecretSetStatus.Complete ? SecretWriteResult.Torn(new() { Message = "Another writer wrote the set at the same time." })
            : written.Owner is { } last && last != request.RotationId ? SecretWriteResult.SupersededBy(last)
            : SecretWriteResult.Written;
    }

    private async Task<SecretWriteResult> ReplaceLockedAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        if (flaw is Flaw.LocksTheThread)
        {
            store.Lock.Wait(cancellationToken);
        }
        else
        {
            await store.Lock.WaitAsync(cancellationToken);
        }

        try
        {
            return await ReplaceAsync(request, cancellationToken);
        }
        finally
        {
            store.Lock.Release();
        }
    }

    // The first of two writers rolls back once the second has shown up.
    private async Task<SecretWriteResult> ReplaceAloneAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        var isAlone = store.Lock.Wait(TimeSpan.Zero, cancellationToken);
        store.HasConflict = !isAlone;
        if (!isAlone)
        {
            return Failed();
        }

        try
        {
            var result = await ReplaceAsync(request, cancellationToken);
            return !store.HasConflict ? result
                : await TryRollBackAsync(request, request.Secrets.Count, time.GetUtcNow()) ? Failed()
                : SecretWriteResult.Torn(new() { Message = "Rolling back failed." });
        }
        finally
        {
            store.Lock.Release();
        }
    }

    // A second writer may have finished while this one rolled back.
    private SecretWriteResult AfterRollback(SecretWriteRequest request) =>
        Inspect(request.Secrets) is { Owner: { } winner } && winner != ((VersionedSetState)request.Seen).Owner ? SecretWriteResult.SupersededBy(winner) : Failed();

    private async Task<bool> TryRollBackAsync(SecretWriteRequest request, int count, DateTimeOffset writtenAt)
    {
        var seen = ((VersionedSetState)request.Seen).Values;
        var isRolledBack = true;
        for (var i = 0; i < count; i++)
        {
            var value = new StoredValue(request.Session.GetValue(request.Secrets[i].Content), request.RotationId, writtenAt);
            isRolledBack &= await TryReplaceAsync(request.Secrets[i], value, seen[i]) || store.Find(request.Secrets[i].Name) != value;
        }

        return isRolledBack;
    }

    /// <summary>Replaces a value. After an error, the value itself tells whether it was replaced.</summary>
    private async Task<bool> TryReplaceAsync(SecretEntry secret, StoredValue? from, StoredValue? to, bool mayThrow = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return flaw is (Flaw.Overwrites or Flaw.OverwritesAndReportsTorn) && to is not null ? await store.PutAsync(secret.Name, to) : await store.ReplaceAsync(secret.Name, from, to);
            }
            catch (HttpRequestException) when (!mayThrow)
            {
                _rejections++;
                if (store.Find(secret.Name) is var now && now == to)
                {
                    _lostResponses++;
                    return true;
                }

                if (now != from || attempt == MaxAttempts || flaw is Flaw.TornWithoutRollingBack)
                {
                    return false;
                }
            }
        }
    }

    private static SecretWriteResult Failed() => SecretWriteResult.Failed(RotationStep.Promote, new() { Message = "The store did not accept the values." });
}
