namespace Concourse.CredentialRotation.Testing;

/// <summary>
/// Keeps secrets in memory, all or nothing, for tests of a tool that uses the library. It is thread-safe, and passes <see cref="SecretWriterCheck"/>.
/// </summary>
/// <remarks>
/// <code>
/// var writer = new InMemorySecretWriter();
/// services.AddConcourseCredentialRotation().UseSecretWriter(writer);
/// writer.OnWrite = _ => SecretWriteResult.Failed(RotationStep.Stage, new() { Message = "The store is read-only." });
/// </code>
/// </remarks>
/// <param name="time">The clock for <see cref="SecretSetState.WrittenAt"/>; the system's by default.</param>
public sealed class InMemorySecretWriter(TimeProvider? time = null) : ISecretWriter
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<string, InMemorySecret> _secrets = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<SecretEntry>> _inspections = [];
    private readonly List<SecretWriteRequest> _writes = [];

    /// <inheritdoc/>
    /// <value>The default is one second.</value>
    public TimeSpan CommitReserve { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Is asked before each inspection, outside of any lock. It may return another state, such as <see cref="SecretSetState.Unreadable"/>, or throw.</summary>
    /// <remarks>Once a day, a rotation also inspects the secrets that another layout may have left behind.</remarks>
    /// <value>Returns <see langword="null"/> to inspect what the writer holds, which is also the default.</value>
    public Func<IReadOnlyList<SecretEntry>, SecretSetState?>? OnInspect { get; set; }

    /// <summary>
    /// Is asked before each write, outside of any lock. It may return another result, or throw; then nothing is written. There is one exception: after
    /// <see cref="SecretWriteResult.Torn"/>, the first secret of several has its new value, and the others have the values that they had before.
    /// </summary>
    /// <value>Returns <see langword="null"/> to write, which is also the default.</value>
    public Func<SecretWriteRequest, SecretWriteResult?>? OnWrite { get; set; }

    /// <summary>The values of all secrets at this moment, by their names.</summary>
    public IReadOnlyDictionary<string, string> Values
    {
        get
        {
            lock (_lock)
            {
                return _secrets.ToDictionary(secret => secret.Key, secret => secret.Value.Value, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The sets that were inspected so far, in the order of the calls.</summary>
    /// <remarks>Once a day, a rotation also inspects the secrets that another layout may have left behind.</remarks>
    public IReadOnlyList<IReadOnlyList<SecretEntry>> Inspections
    {
        get
        {
            lock (_lock)
            {
                return [.. _inspections];
            }
        }
    }

    /// <summary>The writes that were requested so far, in the order of the calls, including those that failed.</summary>
    public IReadOnlyList<SecretWriteRequest> WriteRequests
    {
        get
        {
            lock (_lock)
            {
                return [.. _writes];
            }
        }
    }

    /// <summary>Sets a secret as something other than a rotation does.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        lock (_lock)
        {
            _secrets[name] = new(value, null, null);
        }
    }

    /// <summary>Removes a secret.</summary>
    /// <param name="name">The secret's name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        lock (_lock)
        {
            return _secrets.Remove(name);
        }
    }

    /// <summary>Checks a name against the rules of Secrets Manager.</summary>
    /// <inheritdoc/>
    public string? ValidateName(string name) => SecretName.Validate(name);

    /// <inheritdoc/>
    public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Run(Inspect, cancellationToken);

        SecretSetState Inspect()
        {
            lock (_lock)
            {
                _inspections.Add(secrets);
            }

            var other = OnInspect?.Invoke(secrets);
            lock (_lock)
            {
                return other ?? GetState(secrets);
            }
        }
    }

    /// <inheritdoc/>
    public Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(Write, cancellationToken);

        SecretWriteResult Write()
        {
            lock (_lock)
            {
                _writes.Add(request);
            }

            var other = OnWrite?.Invoke(request);
            lock (_lock)
            {
                return other is null ? WriteSet(request) : Replace(request, other);
            }
        }
    }

    // As a task in every case, because what a test throws from a callback is an error of the call.
    private static async Task<T> Run<T>(Func<T> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Task.FromResult(run()).ConfigureAwait(false);
    }

    private InMemorySetState GetState(IReadOnlyList<SecretEntry> secrets)
    {
        InMemorySecret[] found = [.. secrets.Select(secret => _secrets.GetValueOrDefault(secret.Name)).OfType<InMemorySecret>()];
        if (found.Length == 0)
        {
            return new() { Status = SecretSetStatus.Missing };
        }

        return found.Length < secrets.Count || Array.Exists(found, secret => secret.RotationId != found[0].RotationId)
            ? new() { Status = SecretSetStatus.Torn }
            : new() { Status = SecretSetStatus.Complete, RotationId = found[0].RotationId, WrittenAt = found[0].WrittenAt };
    }

    private SecretWriteResult WriteSet(SecretWriteRequest request)
    {
        if (request.Seen is InMemorySetState seen && GetState(request.Secrets) is { RotationId: { } winner } && winner != seen.RotationId)
        {
            return SecretWriteResult.SupersededBy(winner);
        }

        Put(request, request.Secrets.Count);
        return SecretWriteResult.Written;
    }

    private SecretWriteResult Replace(SecretWriteRequest request, SecretWriteResult result)
    {
        if (result.Status is SecretWriteStatus.Torn && request.Secrets.Count > 1)
        {
            Put(request, count: 1);
        }

        return result;
    }

    private void Put(SecretWriteRequest request, int count)
    {
        foreach (var secret in request.Secrets.Take(count))
        {
            _secrets[secret.Name] = new(request.Session.GetValue(secret.Content), request.RotationId, _time.GetUtcNow());
        }
    }
}
