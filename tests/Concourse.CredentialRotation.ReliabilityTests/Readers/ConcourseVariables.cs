using System.Text.Json.Nodes;

namespace Concourse.CredentialRotation.ReliabilityTests.Readers;

/// <summary>
/// Looks variables up as Concourse does, with its default path templates (atc/creds/secretsmanager and secret_var_lookup.go), and with its cache where
/// there is one (cached_secrets.go): each path is cached by itself, a value for a minute and "not found" for ten seconds.
/// </summary>
/// <param name="getSecretValue">Reads the current value of a secret; null when there is none.</param>
/// <param name="cacheTime">The time of the cache; null for no cache.</param>
internal sealed class ConcourseVariables(Func<string, string?> getSecretValue, TimeProvider? cacheTime)
{
    private const string Team = "team";
    private const string Pipeline = "pipeline";

    private static readonly TimeSpan CacheDuration = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NotFoundCacheDuration = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Entry> _cache = new(StringComparer.Ordinal);

    /// <summary>How long the cached values are valid from now on, each at another time, the next to expire first.</summary>
    public IEnumerable<TimeSpan> TimesToExpiry =>
        cacheTime is null ? [] : _cache.Values.Where(entry => entry.Value is not null).Select(entry => entry.ExpiresAt - cacheTime.GetUtcNow()).Distinct().Order();

    /// <summary>The same with a cache of its own, in which for now is the same.</summary>
    public ConcourseVariables Fork()
    {
        var fork = new ConcourseVariables(getSecretValue, cacheTime);
        foreach (var (path, entry) in _cache)
        {
            fork._cache.Add(path, entry);
        }

        return fork;
    }

    /// <summary>Resolves <c>((variable))</c> or <c>((variable.field))</c>, where it is the whole text of a task's parameter.</summary>
    public string? Resolve(string variable, string? field = null)
    {
        string[] paths = [$"/concourse/{Team}/{Pipeline}/{variable}", $"/concourse/{Team}/{variable}", $"/concourse/{variable}"];
        var value = paths.Select(Read).FirstOrDefault(value => value is not null);

        // A value that is a JSON object becomes a map, and in the end text again.
        return value is null || field is null ? value : (string?)JsonNode.Parse(value)![field];
    }

    private string? Read(string path)
    {
        if (cacheTime is null)
        {
            return getSecretValue(path);
        }

        if (_cache.TryGetValue(path, out var entry) && entry.ExpiresAt > cacheTime.GetUtcNow())
        {
            return entry.Value;
        }

        var value = getSecretValue(path);
        _cache[path] = new(value, cacheTime.GetUtcNow() + (value is null ? NotFoundCacheDuration : CacheDuration));
        return value;
    }

    private readonly record struct Entry(string? Value, DateTimeOffset ExpiresAt);
}
