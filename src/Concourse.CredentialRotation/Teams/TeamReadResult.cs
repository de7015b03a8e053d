using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>What <see cref="TeamReader"/> made of a team's configuration: a valid team, or the errors.</summary>
public sealed class TeamReadResult
{
    private readonly string? _name;

    internal TeamReadResult(Team team, IReadOnlyList<string> unknownFields) => (Team, UnknownFields) = (team, unknownFields);

    internal TeamReadResult(IReadOnlyList<TeamValidationError> errors, string? name = null, IReadOnlyList<string>? unknownFields = null) =>
        (Errors, _name, UnknownFields) = (errors, name, unknownFields ?? []);

    /// <summary>Whether the configuration is valid.</summary>
    [MemberNotNullWhen(true, nameof(Team))]
    public bool IsValid => Team is not null;

    /// <summary>The team.</summary>
    /// <value><see langword="null"/> when the configuration is invalid.</value>
    public Team? Team { get; }

    /// <summary>All the errors that were found, in the order of the configuration.</summary>
    /// <value>Empty when the configuration is valid.</value>
    public IReadOnlyList<TeamValidationError> Errors { get; } = [];

    /// <summary>
    /// The unknown fields of the team itself, which are ignored: another tool may have added them. An unknown field of an account or of a session is an error
    /// instead, because a misspelled <c>session</c> would silently give the session all of the role's permissions.
    /// </summary>
    public IReadOnlyList<string> UnknownFields { get; }

    /// <summary>Returns the team if the configuration is valid.</summary>
    /// <exception cref="InvalidTeamException">The configuration is invalid; the exception has all the errors.</exception>
    public Team EnsureValid() => Team ?? throw new InvalidTeamException(Errors, _name);
}
