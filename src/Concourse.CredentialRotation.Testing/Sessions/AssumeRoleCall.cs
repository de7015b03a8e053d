namespace Concourse.CredentialRotation.Testing;

/// <summary>A call of <c>AssumeRole</c> to an <see cref="InMemorySecurityTokenService"/>.</summary>
public sealed record AssumeRoleCall
{
    /// <summary>The ARN of the role.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name of the session.</summary>
    public required string SessionName { get; init; }

    /// <summary>The external ID; <see langword="null"/> without one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The duration of the session that was requested.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>All parameters of the request by their names in the query protocol, such as <c>Tags.member.1.Key</c>.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
}
