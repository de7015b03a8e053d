using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>How the rotation of a team ended: every account is in it.</summary>
/// <param name="Team">The team's name.</param>
/// <param name="Accounts">One outcome for each account, in the order of the team's configuration.</param>
public sealed record RotationReport(string Team, IReadOnlyList<AccountOutcome> Accounts)
{
    /// <summary>Whether all accounts succeeded.</summary>
    public bool Succeeded => Accounts.All(account => account.Succeeded);

    /// <summary>The report as JSON, without secrets.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.RotationReport);
}
