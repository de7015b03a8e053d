namespace Concourse.CredentialRotation.LocalAws;

/// <summary>One secret with its versions; the rules of labels are here.</summary>
internal sealed class LocalSecret(string name, string? kmsKeyId, IReadOnlyDictionary<string, string> tags)
{
    private const string Current = "AWSCURRENT";
    private const string Previous = "AWSPREVIOUS";
    private const int MaxVersions = 100;
    private static readonly TimeSpan MinAgeOfRemoved = TimeSpan.FromHours(24);

    private Dictionary<string, Version> _versions = new(StringComparer.Ordinal);
    private Dictionary<string, string> _holders = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public string Arn { get; } = ArnOf(name);

    public string? KmsKeyId { get; } = kmsKeyId;

    public IReadOnlyDictionary<string, string> Tags { get; } = tags;

    public string? Description { get; init; }

    public DateTimeOffset? DeletedDate { get; set; }

    public DateTimeOffset? LastAccessedDate { get; set; }

    public string? CurrentVersionId => _holders.GetValueOrDefault(Current);

    public string? CurrentValue => CurrentVersionId is { } id ? _versions[id].Value : null;

    public IReadOnlyCollection<string> VersionIds => [.. _versions.Keys];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> VersionIdsToStages => _holders
        .GroupBy(holder => holder.Value, holder => holder.Key, StringComparer.Ordinal)
        .ToDictionary(version => version.Key, version => (IReadOnlyList<string>)[.. version], StringComparer.Ordinal);

    public static string ArnOf(string name) => $"arn:aws:secretsmanager:us-east-1:123456789012:secret:{name}-Ab1Cd2";

    public LocalSecret Copy() => new(Name, KmsKeyId, Tags)
    {
        Description = Description,
        DeletedDate = DeletedDate,
        LastAccessedDate = LastAccessedDate,
        _versions = new(_versions, StringComparer.Ordinal),
        _holders = new(_holders, StringComparer.Ordinal),
    };

    /// <summary>The version with a label.</summary>
    public (string VersionId, string Value)? Find(string stage) => _holders.GetValueOrDefault(stage) is { } id ? (id, _versions[id].Value) : null;

    public bool IsSame(string versionId, string value) => _versions.TryGetValue(versionId, out var version) && version.Value == value;

    public void Put(string versionId, string value, IReadOnlyList<string>? stages, DateTimeOffset now)
    {
        if (_versions.TryGetValue(versionId, out var known))
        {
            // The same again changes nothing; a version cannot be changed.
            if (known.Value != value)
            {
                throw new AwsException("ResourceExistsException", $"You can't use ClientRequestToken {versionId} because that value is already in use for a version of secret {Arn}.");
            }

            return;
        }

        MakeRoom(now);
        var isFirst = _versions.Count == 0;
        _versions.Add(versionId, new(value, now));
        foreach (var stage in isFirst ? (stages ?? []).Append(Current) : stages ?? [Current])
        {
            Attach(stage, versionId);
        }
    }

    public void MoveStage(string stage, string? moveTo, string? removeFrom, bool refuseInPlace)
    {
        var holder = _holders.GetValueOrDefault(stage);
        if (moveTo is not null && !_versions.ContainsKey(moveTo))
        {
            throw new AwsException("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for VersionId: {moveTo}");
        }

        var inPlace = holder is not null && holder == moveTo;
        if (inPlace && !refuseInPlace)
        {
            return;
        }

        if (inPlace || (holder is not null && removeFrom != holder))
        {
            throw new AwsException("InvalidParameterException", $"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is currently attached to version {holder}, so you must explicitly reference that version in RemoveFromVersionId.");
        }

        if (holder is null && removeFrom is not null)
        {
            throw new AwsException("InvalidParameterException", $"Staging label {stage} is not attached to version {removeFrom}.");
        }

        if (moveTo is not null)
        {
            Attach(stage, moveTo);
        }
        else if (stage is Current)
        {
            throw new AwsException("InvalidParameterException", "You can't remove the staging label AWSCURRENT; move it to another version.");
        }
        else
        {
            _holders.Remove(stage);
        }
    }

    private void Attach(string stage, string versionId)
    {
        if (stage is Current && CurrentVersionId is { } before && before != versionId)
        {
            _holders[Previous] = before;
        }

        _holders[stage] = versionId;
    }

    /// <summary>Versions without a label go when there are more than a hundred, but not before they are a day old.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        var removable = _versions
            .Where(version => !_holders.ContainsValue(version.Key) && now - version.Value.CreatedAt >= MinAgeOfRemoved)
            .OrderBy(version => version.Value.CreatedAt)
            .Select(version => version.Key)
            .Take(Math.Max(0, _versions.Count - MaxVersions + 1))
            .ToList();
        removable.ForEach(id => _versions.Remove(id));
        if (_versions.Count >= MaxVersions)
        {
            throw new AwsException("LimitExceededException", $"You've reached the maximum number of versions for secret {Arn}.");
        }
    }

    private sealed record Version(string Value, DateTimeOffset CreatedAt);
}
