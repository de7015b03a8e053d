using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Assumes an account's role, and verifies that the session is one of that role.</summary>
internal sealed class RoleSessions(
    Lazy<IAmazonSecurityTokenService> sts, CallerIdentity caller, RequestThrottling throttling, IOptions<CredentialRotationOptions> options)
{
    /// <summary>The longest session for a caller that is itself an assumed role.</summary>
    public static readonly TimeSpan MaxChainedDuration = TimeSpan.FromHours(1);

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(1);

    /// <summary>Assumes the role. The warnings are for the report.</summary>
    public Task<(SessionCredentials Session, IReadOnlyList<string> Warnings)> AssumeAsync(Team team, Account account, CancellationToken cancellationToken) =>
        AssumeAsync(team, account, GetExternalId(team.Name), cancellationToken);

    /// <summary>Assumes the role with an external ID that need not be the team's.</summary>
    public async Task<(SessionCredentials Session, IReadOnlyList<string> Warnings)> AssumeAsync(
        Team team, Account account, string externalId, CancellationToken cancellationToken)
    {
        var (duration, warnings) = await GetDurationAsync(team, account, cancellationToken).ConfigureAwait(false);
        var request = new AssumeRoleRequest
        {
            RoleArn = account.RoleArn,
            RoleSessionName = SessionSettings.GetSessionName(team, account),
            ExternalId = externalId,
            DurationSeconds = (int)duration.TotalSeconds,
            PolicyArns = account.Session?.PolicyArns?.Select(arn => new PolicyDescriptorType { Arn = arn }).ToList(),
            Policy = account.Session?.Policy,
            Tags = account.Session?.Tags?.Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList(),
            TransitiveTagKeys = account.Session?.TransitiveTagKeys?.ToList(),
            SourceIdentity = account.Session?.SourceIdentity,
        };
        var response = await AssumeAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Credentials is not
            { AccessKeyId: { Length: > 0 } id, SecretAccessKey: { Length: > 0 } secret, SessionToken: { Length: > 0 } token, Expiration: { } expiration })
        {
            throw new IncompleteResponseException(AwsOperations.Describe(request), "complete set of credentials");
        }

        return (new SessionCredentials(id, secret, token, expiration.ToUniversalTime()), warnings);
    }

    /// <summary>Asks AWS whose session it is. Returns an error message, or null when it is a session of the account's role.</summary>
    public async Task<string?> VerifyAsync(Account account, SessionCredentials session, CancellationToken cancellationToken)
    {
        using var client = new StsClient(new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken), GetConfig());
        var request = new GetCallerIdentityRequest();
        var identity = await throttling.SendAsync(
            Urgency.Patient, token => client.GetCallerIdentityAsync(request, token), cancellationToken).ConfigureAwait(false);
        var arn = identity.Arn is { Length: > 0 } ? identity.Arn : throw new IncompleteResponseException(AwsOperations.Describe(request), "ARN");
        return RoleArn.TryParse(account.RoleArn, out var role) && role.IsRoleOf(arn)
            ? null
            : $"The new session is {arn}, not a session of {account.RoleArn}. Nothing was written.";
    }

    /// <summary>The duration of the account's sessions by its current configuration; null when it cannot be determined.</summary>
    public async Task<TimeSpan?> TryGetDurationAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        try
        {
            return (await GetDurationAsync(team, account, cancellationToken).ConfigureAwait(false)).Duration;
        }
        catch (Exception)
        {
            // The caller's identity could not be read. Nothing depends on it here.
            return null;
        }
    }

    /// <summary>The same as far as it is known without a request.</summary>
    public TimeSpan? FindDuration(Account account)
    {
        var wanted = account.Duration ?? DefaultDuration;
        return wanted <= MaxChainedDuration ? wanted
            : caller.IsKnownAssumedRole is { } isAssumedRole ? isAssumedRole ? MaxChainedDuration : wanted
            : null;
    }

    /// <summary>
    /// The external ID that the trust policies of a team's roles must require. This product chooses it, never the team
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the confused deputy problem</see>).
    /// </summary>
    public string GetExternalId(string team) => options.Value.ExternalIdPrefix + team;

    // A substitute in a test has none.
    private AmazonSecurityTokenServiceConfig GetConfig() => sts.Value.Config as AmazonSecurityTokenServiceConfig
        ?? throw new InvalidOperationException(
            $"The registered {nameof(IAmazonSecurityTokenService)} has no configuration. Each session is verified by a client of its own with the same configuration. In a test, use InMemorySecurityTokenService of the package Concourse.CredentialRotation.Testing.");

    private async Task<AssumeRoleResponse> AssumeAsync(AssumeRoleRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await throttling.SendAsync(Urgency.Patient, token => sts.Value.AssumeRoleAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A client that the host registered does not do this itself.
            AwsOperations.Describe(request).AttachTo(exception);
            throw;
        }
    }

    private async Task<(TimeSpan Duration, IReadOnlyList<string> Warnings)> GetDurationAsync(
        Team team, Account account, CancellationToken cancellationToken)
    {
        var wanted = account.Duration ?? DefaultDuration;
        if (wanted <= MaxChainedDuration || !await caller.IsAssumedRoleAsync(cancellationToken).ConfigureAwait(false))
        {
            return (wanted, []);
        }

        List<string> warnings =
            [$"The session lasts {MaxChainedDuration.TotalSeconds} seconds instead of the requested {wanted.TotalSeconds}, because STS grants no more to a caller that is itself an assumed role (role chaining)."];
        if (team.RenewAfter is { } renewAfter && renewAfter > MaxChainedDuration - TeamValidator.MinTimeToRenew)
        {
            warnings.Add($"The credentials are renewed after {(MaxChainedDuration - TeamValidator.MinTimeToRenew).TotalSeconds} seconds instead of the configured {renewAfter.TotalSeconds} (renewAfter), so that they do not expire before.");
        }

        return (MaxChainedDuration, warnings);
    }
}
