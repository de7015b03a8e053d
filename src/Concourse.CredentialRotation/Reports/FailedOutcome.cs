using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>The account was not rotated. Pipelines read what they read before; only a secret that was missing may exist now.</summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="Step">The step that failed.</param>
/// <param name="Message">What went wrong, for somebody who can mend it; without secrets.</param>
public sealed record FailedOutcome(string Account, RotationStep Step, string Message) : AccountOutcome(Account)
{
    /// <inheritdoc/>
    public override bool Succeeded => false;

    /// <inheritdoc/>
    public override string Kind => "failed";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("step", JsonNamingPolicy.CamelCase.ConvertName(Step.ToString()));
        json.WriteString("message", Message);
    }
}
