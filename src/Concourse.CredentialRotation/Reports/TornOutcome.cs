using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>
/// The gravest outcome: the set's secrets are of different rotations, and could not be put back. The next rotation that reaches AWS mends it.
/// </summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="Message">What went wrong, for somebody who can mend it; without secrets.</param>
public sealed record TornOutcome(string Account, string Message) : AccountOutcome(Account)
{
    /// <inheritdoc/>
    public override bool Succeeded => false;

    /// <inheritdoc/>
    public override string Kind => "torn";

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteString("message", Message);
}
