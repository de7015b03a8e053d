namespace Concourse.CredentialRotation.Cli;

/// <summary>Finds out by attempts whether a role can be assumed, by whom, and with what. The sessions are discarded.</summary>
internal sealed class RoleChecks(RoleSessions sessions, ICiRoleInspector inspector)
{
    private const string Check = "role";
    private const string CannotBeAssumed = "The role cannot be assumed with the external ID of its team.";

    /// <summary>Whether a role cannot be assumed by the caller.</summary>
    public static bool IsDenied(DoctorCheck check) => check.Message is CannotBeAssumed;

    public async Task<DoctorCheck> RunAsync(TeamAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(account, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The other accounts are checked all the same.
            cancellationToken.ThrowIfCancellationRequested();
            return Unchecked(account, ErrorFormatter.Format(exception));
        }
    }

    private async Task<DoctorCheck> CheckAsync(TeamAccount account, CancellationToken cancellationToken)
    {
        var inspection = await inspector.InspectAsync(account.Team, account.Account, cancellationToken).ConfigureAwait(false);
        return inspection.Access switch
        {
            CiRoleAccess.OwnTeamOnly => await CheckSessionAsync(account, cancellationToken).ConfigureAwait(false),
            CiRoleAccess.AnyTeam => Problem(
                account,
                "The role can be assumed for any team: a team that names it in its own configuration gets its credentials.",
                $"Require the external ID '{sessions.GetExternalId(account.Team.Name)}' in the role's trust policy (StringEquals, sts:ExternalId)."),
            CiRoleAccess.Denied => await ExplainDenialAsync(account, cancellationToken).ConfigureAwait(false),
            _ => Unchecked(account, inspection.Error!),
        };
    }

    /// <summary>A condition such as StringEqualsIfExists requires the external ID only of those who send one.</summary>
    private async Task<DoctorCheck> CheckSessionAsync(TeamAccount account, CancellationToken cancellationToken)
    {
        if (await TryAssumeAsync(account.Team, account.Account, externalId: null!, cancellationToken).ConfigureAwait(false) is not null)
        {
            return Problem(
                account,
                "The role can be assumed without an external ID, so it is not locked to its team.",
                $"Require the external ID '{sessions.GetExternalId(account.Team.Name)}' in the role's trust policy with StringEquals, not with StringEqualsIfExists, and in every statement.");
        }

        var session = await TryAssumeAsync(account.Team, account.Account, sessions.GetExternalId(account.Team.Name), cancellationToken).ConfigureAwait(false);
        return session is not null && await FindWrongSessionAsync(account, session, cancellationToken).ConfigureAwait(false) is { } problem
            ? problem
            : DoctorCheck.Of(Check, account, CheckResult.Ok, $"The role can be assumed{Settings(account.Account)}, and only for its own team.");
    }

    private async Task<DoctorCheck?> FindWrongSessionAsync(TeamAccount account, SessionCredentials session, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.VerifyAsync(account.Account, session, cancellationToken).ConfigureAwait(false) is { } wrongRole
                ? Problem(account, wrongRole, "Check roleArn, the proxy and AWS_ENDPOINT_URL.")
                : null;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Unchecked(account, ErrorFormatter.Format(exception).Redact(session));
        }
    }

    private async Task<DoctorCheck> ExplainDenialAsync(TeamAccount account, CancellationToken cancellationToken)
    {
        var externalId = sessions.GetExternalId(account.Team.Name);
        if (account.Account.Session is { } settings && (settings.Tags is { Count: > 0 } || settings.SourceIdentity is not null))
        {
            var plain = account.Account with { Session = settings with { Tags = null, TransitiveTagKeys = null, SourceIdentity = null } };
            if (await TryAssumeAsync(account.Team, plain, externalId, cancellationToken).ConfigureAwait(false) is not null)
            {
                var actions = string.Join(" and ", new[] { settings.Tags is { Count: > 0 } ? "sts:TagSession" : null, settings.SourceIdentity is null ? null : "sts:SetSourceIdentity" }.OfType<string>());
                return Problem(
                    account,
                    $"The role can be assumed, but not{Settings(account.Account)}.",
                    $"Allow {actions} both in the role's trust policy and in the caller's own policy (allow_session_tags and allow_source_identity of both Terraform modules).");
            }
        }

        return Problem(
            account,
            CannotBeAssumed,
            $"The trust policy of {account.Account.RoleArn} must allow sts:AssumeRole to the caller with the external ID '{externalId}', and the caller's own policy must allow it. The response is the same if the role does not exist, if its AWS account is closed, or if the caller's role was deleted and created again (the trust policy then shows AROA…).");
    }

    private async Task<SessionCredentials?> TryAssumeAsync(Team team, Account account, string externalId, CancellationToken cancellationToken)
    {
        try
        {
            return (await sessions.AssumeAsync(team, account, externalId, cancellationToken).ConfigureAwait(false)).Session;
        }
        catch (Exception exception) when (ErrorFormatter.Format(exception).ErrorCode is "AccessDenied")
        {
            return null;
        }
    }

    private static string Settings(Account account)
    {
        var settings = new[] { account.Session?.Tags is { Count: > 0 } ? "session tags" : null, account.Session?.SourceIdentity is null ? null : "a source identity" }.OfType<string>().ToList();
        return settings.Count == 0 ? "" : $" with {string.Join(" and ", settings)}";
    }

    private static DoctorCheck Unchecked(TeamAccount account, RotationError error) => Problem(account, error.Message, "Correct what the message names.");

    private static DoctorCheck Problem(TeamAccount account, string message, string remedy) => DoctorCheck.Of(Check, account, CheckResult.Problem, message, remedy);
}
