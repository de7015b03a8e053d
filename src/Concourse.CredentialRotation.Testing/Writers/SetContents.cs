namespace Concourse.CredentialRotation.Testing;

/// <summary>What readers get of a set of secrets.</summary>
/// <param name="Secrets">The secrets.</param>
/// <param name="Values">Their values, in the same order; null for a secret that readers do not get.</param>
internal sealed record SetContents(IReadOnlyList<SecretEntry> Secrets, IReadOnlyList<string?> Values)
{
    public bool IsMissing => Values.All(value => value is null);

    public bool IsOf(SessionCredentials session) => Count(session) == Secrets.Count;

    /// <summary>Whether there is nothing but some secrets of one session, as while a set is created. Readers cannot mix two sessions then.</summary>
    public bool IsPartOf(SessionCredentials session) => Count(session) + Values.Count(value => value is null) == Secrets.Count;

    public bool IsSameAs(SetContents other) => Values.SequenceEqual(other.Values);

    /// <summary>What readers get, without any value.</summary>
    /// <param name="sessions">The sessions that the values may be of, with what to call them.</param>
    public string Describe(params (SessionCredentials Session, string Name)[] sessions)
    {
        var parts = Secrets.Zip(Values)
            .GroupBy(secret => secret.Second is null ? "nothing" : Array.Find(sessions, known => IsOf(secret.First, secret.Second, known.Session)).Name ?? "something else")
            .Select(group => $"{group.Key} for {string.Join(", ", group.Select(secret => secret.First.Content))}");
        return $"readers get {string.Join(" and ", parts)}";
    }

    private static bool IsOf(SecretEntry secret, string? value, SessionCredentials session) => value == session.GetValue(secret.Content);

    private int Count(SessionCredentials session) => Secrets.Zip(Values).Count(secret => IsOf(secret.First, secret.Second, session));
}
