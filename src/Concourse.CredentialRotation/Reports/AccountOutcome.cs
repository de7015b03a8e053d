namespace Concourse.CredentialRotation;

/// <summary>How the rotation of one account ended: one of the types that derive from this one.</summary>
public abstract record AccountOutcome
{
    // Only these kinds exist.
    private protected AccountOutcome()
    {
    }

    /// <summary>The team's name for the account.</summary>
    public required string Account { get; init; }

    /// <summary>The kind of outcome.</summary>
    public abstract AccountOutcomeKind Kind { get; }

    /// <summary>The kind of outcome in one word, as the report's JSON and the log have it: <c>rotated</c>, <c>skipped</c>, <c>superseded</c>, <c>failed</c> or <c>torn</c>.</summary>
    public string Outcome => Kind switch
    {
        AccountOutcomeKind.Rotated => "rotated",
        AccountOutcomeKind.Skipped => "skipped",
        AccountOutcomeKind.Superseded => "superseded",
        AccountOutcomeKind.Failed => "failed",
        _ => "torn",
    };

    /// <summary>How long ago the rotation began whose credentials pipelines read now, by this process's clock; not negative.</summary>
    /// <value><see langword="null"/> when that rotation is not known.</value>
    public TimeSpan? Age { get; init; }

    /// <summary>
    /// How long the credentials that pipelines read now were still valid when the rotation of the account ended, by this process's clock. It is negative
    /// when they had expired, and zero when pipelines cannot use them: secrets are missing, or belong to different rotations.
    /// </summary>
    /// <value><see langword="null"/> when it is not known, because the secrets could not be read, or something other than a rotation wrote them.</value>
    public TimeSpan? Validity { get; init; }

    /// <summary>Whether pipelines now read a complete and fresh set of secrets, written by this rotation or by another.</summary>
    public bool Succeeded => Kind is AccountOutcomeKind.Rotated or AccountOutcomeKind.Skipped or AccountOutcomeKind.Superseded;
}
