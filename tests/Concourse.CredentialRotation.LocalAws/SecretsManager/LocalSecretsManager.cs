namespace Concourse.CredentialRotation.LocalAws;

/// <summary>Secrets Manager's state and rules; every operation is one step, as in a service that is consistent.</summary>
public sealed class LocalSecretsManager(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LocalSecret> _secrets = new(StringComparer.Ordinal);

    /// <summary>Whether a label cannot be moved to the version that already has it. AWS does not document it, so both must work.</summary>
    public bool RefusesPromotionInPlace { get; set; } = true;

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _secrets.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>What a reader gets: the value that bears AWSCURRENT; null where the secret is missing or scheduled for deletion.</summary>
    public string? Read(string name)
    {
        lock (_lock)
        {
            return _secrets.GetValueOrDefault(name) is { DeletedDate: null } secret ? secret.CurrentValue : null;
        }
    }

    /// <summary>What a reader would get of several secrets at the same moment.</summary>
    public IReadOnlyList<string?> ReadTogether(IEnumerable<string> names)
    {
        lock (_lock)
        {
            return [.. names.Select(Read)];
        }
    }

    public string? CurrentVersionId(string name) => Look(name, secret => secret.CurrentVersionId);

    public IReadOnlyCollection<string> VersionIds(string name) => Look(name, secret => secret.VersionIds) ?? [];

    public string? KmsKeyId(string name) => Look(name, secret => secret.KmsKeyId);

    public IReadOnlyDictionary<string, string>? Tags(string name) => Look(name, secret => secret.Tags);

    public bool IsScheduledForDeletion(string name) => Look(name, secret => secret.DeletedDate) is not null;

    /// <summary>What another tool does: a secret with a value, or a new current value.</summary>
    public void Write(string name, string versionId, string value)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var secret))
            {
                _secrets.Add(name, secret = new LocalSecret(name, null, new Dictionary<string, string>()));
            }

            secret.Put(versionId, value, null, time.GetUtcNow());
        }
    }

    /// <summary>Makes another version of a secret current.</summary>
    public void MakeCurrent(string name, string versionId)
    {
        lock (_lock)
        {
            var secret = Writable(name);
            secret.MoveStage("AWSCURRENT", versionId, secret.CurrentVersionId, refuseInPlace: false);
        }
    }

    /// <summary>What the console does: a secret without any value.</summary>
    public void CreateEmpty(string name)
    {
        lock (_lock)
        {
            _secrets.Add(name, new LocalSecret(name, null, new Dictionary<string, string>()));
        }
    }

    public void ScheduleDeletion(string name)
    {
        lock (_lock)
        {
            _secrets[name].DeletedDate = time.GetUtcNow().AddDays(30);
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            _secrets.Remove(name);
        }
    }

    /// <summary>Takes a snapshot of all secrets; what is returned restores it, as often as it is called.</summary>
    public Action TakeSnapshot()
    {
        lock (_lock)
        {
            var snapshot = _secrets.Values.Select(secret => secret.Copy()).ToList();
            return () =>
            {
                lock (_lock)
                {
                    _secrets.Clear();
                    snapshot.ForEach(secret => _secrets.Add(secret.Name, secret.Copy()));
                }
            };
        }
    }

    internal LocalSecret Create(string name, string token, string value, string? kmsKeyId, IReadOnlyDictionary<string, string> tags, string? description = null)
    {
        SecretRules.CheckName(name);
        SecretRules.CheckVersion(token, value);
        lock (_lock)
        {
            if (_secrets.TryGetValue(name, out var known))
            {
                return known switch
                {
                    { DeletedDate: not null } => throw new AwsException("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion."),
                    _ when known.IsSame(token, value) => known,
                    _ => throw new AwsException("ResourceExistsException", $"The operation failed because the secret {name} already exists."),
                };
            }

            var secret = new LocalSecret(name, kmsKeyId, tags) { Description = description };
            secret.Put(token, value, null, time.GetUtcNow());
            _secrets.Add(name, secret);
            return secret;
        }
    }

    internal LocalSecret Put(string name, string token, string value, IReadOnlyList<string>? stages)
    {
        SecretRules.CheckVersion(token, value);
        lock (_lock)
        {
            var secret = Writable(name);
            secret.Put(token, value, stages, time.GetUtcNow());
            return secret;
        }
    }

    internal LocalSecret MoveStage(string name, string stage, string? moveTo, string? removeFrom)
    {
        lock (_lock)
        {
            var secret = Writable(name);
            secret.MoveStage(stage, moveTo, removeFrom, RefusesPromotionInPlace);
            return secret;
        }
    }

    internal LocalSecret Restore(string name)
    {
        lock (_lock)
        {
            var secret = Existing(name);
            secret.DeletedDate = null;
            return secret;
        }
    }

    /// <summary>Reads the version with a label. AWS keeps the day of the last read, without the time.</summary>
    internal T GetValue<T>(string name, string stage, Func<LocalSecret, string, string, T> read)
    {
        lock (_lock)
        {
            var secret = Writable(name);
            var (versionId, value) = secret.Find(stage)
                ?? throw new AwsException("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for staging label: {stage}");
            secret.LastAccessedDate = new(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
            return read(secret, versionId, value);
        }
    }

    internal LocalSecret Delete(string name, int recoveryWindowInDays)
    {
        if (recoveryWindowInDays is < 7 or > 30)
        {
            throw new AwsException("InvalidParameterException", "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }

        lock (_lock)
        {
            var secret = Writable(name);
            secret.DeletedDate = time.GetUtcNow().AddDays(recoveryWindowInDays);
            return secret;
        }
    }

    internal T Describe<T>(string name, Func<LocalSecret, T> describe)
    {
        lock (_lock)
        {
            return describe(Existing(name));
        }
    }

    private LocalSecret Existing(string name) => _secrets.GetValueOrDefault(name)
        ?? throw new AwsException("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    private LocalSecret Writable(string name) => Existing(name) is { DeletedDate: null } secret
        ? secret
        : throw new AwsException("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");

    private T? Look<T>(string name, Func<LocalSecret, T?> look)
    {
        lock (_lock)
        {
            return _secrets.TryGetValue(name, out var secret) ? look(secret) : default;
        }
    }
}
