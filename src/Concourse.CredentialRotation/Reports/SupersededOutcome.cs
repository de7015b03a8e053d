using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>Another rotation of the same account was quicker; its credentials stand.</summary>
/// <param name="Account">The team's name for the account.</param>
public sealed record SupersededOutcome(string Account) : AccountOutcome(Account)
{
    /// <inheritdoc/>
    public override bool Succeeded => true;

    /// <inheritdoc/>
    public override string Kind => "superseded";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        // The account and the outcome say it all.
    }
}
