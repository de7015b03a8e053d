namespace Concourse.CredentialRotation;

/// <summary>A team's configuration breaks rules. It is thrown before anything is asked of AWS.</summary>
/// <param name="problems">All the problems, at least one.</param>
/// <param name="team">The team's name as the configuration has it, however wrong; <see langword="null"/> when it has none.</param>
public sealed class InvalidTeamException(IReadOnlyList<TeamProblem> problems, string? team = null) : Exception(Describe(problems))
{
    // However large and wrong the configuration is, its error stays readable.
    private const int MostShown = 20;
    private const int LongestShown = 500;

    /// <summary>All the problems that were found, in the order of the configuration; the message shows the first 20 of them.</summary>
    public IReadOnlyList<TeamProblem> Problems { get; } = problems;

    /// <summary>
    /// The team's name, to find the team by: at most 80 characters, control characters escaped; <see langword="null"/> when none could be read.
    /// </summary>
    public string? Team { get; } = string.IsNullOrEmpty(team) ? null : Shown.Plain(team);

    /// <summary>Always <see langword="null"/>: the problems are in the configuration, and there is nothing to look for in the code.</summary>
    public override string? StackTrace => null;

    private static string Describe(IReadOnlyList<TeamProblem> problems)
    {
        var shown = problems.Take(MostShown).Select(problem => Shown.Cut(problem.ToString(), LongestShown));
        var more = problems.Count > MostShown ? $"; and {problems.Count - MostShown} more" : "";
        return $"The team's configuration is invalid: {string.Join("; ", shown)}{more}.";
    }
}
