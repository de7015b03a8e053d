namespace Concourse.CredentialRotation.Lambda;

/// <summary>Not every account was rotated. Its message names each that was not, as Lambda shows it to whoever is alarmed.</summary>
internal sealed class RotationFailedException(RotationReport report) : Exception(Describe(report))
{
    private static string Describe(RotationReport report)
    {
        var lines = report.Accounts.Where(account => !account.Succeeded).Select(account => account switch
        {
            FailedOutcome failed => $"{failed.Account} failed at step {failed.Step}: {failed.Message}",
            TornOutcome torn => $"{torn.Account} is torn: {torn.Message}",
            _ => $"{account.Account}: {account.Kind}",
        }).ToList();
        return $"{lines.Count} of {report.Accounts.Count} accounts of team {report.Team} were not rotated. {string.Join(" ", lines)}";
    }
}
