using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

/// <summary>How the rotation of a team ended, with the outcome of every account. System.Text.Json writes it as <see cref="ToJson"/> does.</summary>
[JsonConverter(typeof(RotationReportJsonConverter))]
public sealed record RotationReport
{
    /// <summary>The team's name.</summary>
    public required string Team { get; init; }

    /// <summary>One outcome for each account, in the order of the team's configuration.</summary>
    public required IReadOnlyList<AccountOutcome> Accounts { get; init => field = Equatable.List(value); }

    /// <summary>
    /// The number of requests that AWS throttled while the team was rotated. Each attempt counts, and so do the requests of other teams that the same
    /// process rotates at the same time.
    /// </summary>
    public int ThrottledRequests { get; init; }

    /// <summary>How long at least one throttled request waited to be sent again.</summary>
    public TimeSpan ThrottledWait { get; init; }

    /// <summary>Whether all accounts succeeded.</summary>
    public bool Succeeded => Accounts.All(account => account.Succeeded);

    /// <summary>The report as JSON, without secrets.</summary>
    public string ToJson() => RotationReportJsonConverter.ToJson(this);
}
