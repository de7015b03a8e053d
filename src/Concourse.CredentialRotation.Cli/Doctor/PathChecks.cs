using Concourse.CredentialRotation.Testing;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Looks the secrets up as Concourse does: for pipelines of the team, and for those of all others.</summary>
internal sealed class PathChecks(AccountSecrets secrets, IReadOnlyList<LookupTemplate> templates)
{
    private const string Check = "paths";

    public IEnumerable<DoctorCheck> Run(IEnumerable<TeamAccount> accounts)
    {
        var names = accounts.SelectMany(
            account => secrets.GetEntries(account.Team, account.Account),
            (account, entry) => new NamedSecret(new() { Team = account.Team.Name, Account = account.Account.Name, Content = entry.Content }, entry.Name));
        List<SecretPathFinding> findings = [.. new ReaderRules(templates, _ => null).Check([.. names])];
        if (!findings.Exists(finding => finding.Severity is FindingSeverity.Error))
        {
            yield return DoctorCheck.Of(Check, null, CheckResult.Ok, "Pipelines of each team can read its secrets with a variable, and pipelines of other teams cannot.");
        }

        foreach (var finding in findings)
        {
            yield return DoctorCheck.Of(Check, null, finding.Severity is FindingSeverity.Error ? CheckResult.Problem : CheckResult.Note, finding.Message, finding.Remedy);
        }

        yield return DoctorCheck.Of(
            Check,
            null,
            CheckResult.NotChecked,
            "Whether pipelines can define var_sources: their templates may name any path, and read with the AWS permissions of the web node, so any team could read all secrets.",
            "Reject such pipelines with a policy, or give the web nodes no permissions of their own (docs/security.md, Access through var_sources).");
    }
}
