namespace Concourse.CredentialRotation;

/// <summary>A team's configuration breaks rules. It is thrown before anything is asked of AWS.</summary>
/// <param name="problems">All the problems, at least one.</param>
public sealed class InvalidTeamException(IReadOnlyList<TeamProblem> problems)
    : Exception($"The team's configuration is invalid: {string.Join("; ", problems)}.")
{
    /// <summary>All the problems that were found, in the order of the configuration.</summary>
    public IReadOnlyList<TeamProblem> Problems { get; } = problems;
}
