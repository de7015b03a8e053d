using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>
/// The gravest outcome: the set's secrets are of different rotations, and could not be put back. The next rotation that reaches AWS mends it.
/// </summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="Message">What went wrong, for somebody who can mend it; without secrets.</param>
public sealed record TornOutcome(string Account, string Message) : AccountOutcome(Account)
{
    /// <summary>The ARN of the account's role.</summary>
    public string? RoleArn { get; init; }

    /// <summary>AWS's error code, such as <c>AccessDenied</c>, of what made the roll-back necessary; null when AWS did not respond with an error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>AWS's id of the request that it responded to with that error; null when there is none.</summary>
    public string? AwsRequestId { get; init; }

    /// <inheritdoc/>
    public override bool Succeeded => false;

    /// <inheritdoc/>
    public override string Kind => "torn";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("message", Message);
        WriteString(json, "roleArn", RoleArn);
        WriteString(json, "errorCode", ErrorCode);
        WriteString(json, "awsRequestId", AwsRequestId);
    }
}
