namespace Concourse.CredentialRotation;

/// <summary>A team's configuration is invalid. No request has been sent to AWS.</summary>
/// <param name="errors">All the errors, at least one.</param>
/// <param name="team">The team's name as the configuration has it, valid or not; <see langword="null"/> when it has none.</param>
public sealed class InvalidTeamException(IReadOnlyList<TeamValidationError> errors, string? team = null) : Exception(Describe(errors))
{
    // However large and invalid the configuration is, its error stays readable.
    private const int MaxErrors = 20;
    private const int MaxErrorLength = 500;

    /// <summary>All the errors that were found, in the order of the configuration. The message shows the first 20 of them.</summary>
    public IReadOnlyList<TeamValidationError> Errors { get; } = Equatable.List(errors);

    /// <summary>The team's name, to find the team by.</summary>
    /// <value>At most 80 characters, with control characters escaped; <see langword="null"/> when the name could not be read.</value>
    public string? Team { get; } = string.IsNullOrEmpty(team) ? null : SafeText.Escape(team);

    /// <summary>Always <see langword="null"/>: the errors are in the configuration, not in the code.</summary>
    public override string? StackTrace => null;

    private static string Describe(IReadOnlyList<TeamValidationError> errors)
    {
        var shown = errors.Take(MaxErrors).Select(error => SafeText.Truncate(error.ToString(), MaxErrorLength));
        var more = errors.Count > MaxErrors ? $"; and {errors.Count - MaxErrors} more" : "";
        return $"The team's configuration is invalid: {string.Join("; ", shown)}{more}.";
    }
}
