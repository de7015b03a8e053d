using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

/// <summary>How the rotation of one account ended: one of the types that derive from this one.</summary>
/// <param name="Account">The team's name for the account.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(RotatedOutcome), "rotated")]
[JsonDerivedType(typeof(SkippedOutcome), "skipped")]
[JsonDerivedType(typeof(SupersededOutcome), "superseded")]
[JsonDerivedType(typeof(FailedOutcome), "failed")]
[JsonDerivedType(typeof(TornOutcome), "torn")]
public abstract record AccountOutcome(string Account)
{
    /// <summary>Whether pipelines now read a whole, fresh set, by this rotation or by another.</summary>
    [JsonIgnore]
    public abstract bool Succeeded { get; }

    /// <summary>The outcome in one word, as the report's JSON has it.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }
}
