using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>The account was not rotated. Pipelines read what they read before; only a secret that was missing may exist now.</summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="Step">The step that failed.</param>
/// <param name="Message">What went wrong, for somebody who can mend it; without secrets.</param>
public sealed record FailedOutcome(string Account, RotationStep Step, string Message) : AccountOutcome(Account)
{
    /// <summary>The ARN of the account's role.</summary>
    public string? RoleArn { get; init; }

    /// <summary>AWS's error code, such as <c>AccessDenied</c>; null when AWS did not respond with an error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>AWS's id of the request that it responded to with an error; null when there is none.</summary>
    public string? AwsRequestId { get; init; }

    /// <summary>What the exception behind it means, without secrets; null when there is no exception, or it is the writer's own.</summary>
    internal Problem? Problem { get; init; }

    /// <inheritdoc/>
    public override bool Succeeded => false;

    /// <inheritdoc/>
    public override string Kind => "failed";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("step", JsonNamingPolicy.CamelCase.ConvertName(Step.ToString()));
        json.WriteString("message", Message);
        WriteString(json, "roleArn", RoleArn);
        WriteString(json, "errorCode", ErrorCode);
        WriteString(json, "awsRequestId", AwsRequestId);
    }
}
