namespace Concourse.CredentialRotation.Cli;

/// <summary>Something in the file of a team that should be corrected.</summary>
internal sealed record TeamProblem
{
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public required ProblemSeverity Severity { get; init; }

    /// <summary>The field, as in <see cref="TeamValidationError"/>.</summary>
    public required string Field { get; init; }

    /// <summary>What the field must be, and what it was.</summary>
    public required string Message { get; init; }

    /// <summary>One line in the format that compilers use, which editors and CI understand.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(Severity is ProblemSeverity.Error ? "error" : "warning")}: {Field}: {Message}";
}
