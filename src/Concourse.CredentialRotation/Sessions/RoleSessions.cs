using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Assumes an account's role, and makes sure that it is the role that was asked for.</summary>
internal sealed class RoleSessions(
    IAmazonSecurityTokenService sts, CallerIdentity caller, RequestThrottling throttling, IOptions<CredentialRotationOptions> options)
{
    private const int DefaultDuration = 3600;
    private const int LongestChainedDuration = 3600;

    /// <summary>The session, and what the report should say about it.</summary>
    public async Task<(SessionCredentials Session, IReadOnlyList<string> Warnings)> AssumeAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        var (duration, warnings) = await DurationAsync(team, account, cancellationToken).ConfigureAwait(false);
        var request = new AssumeRoleRequest
        {
            RoleArn = account.RoleArn,
            RoleSessionName = SessionSettings.NameOf(team, account),
            ExternalId = ExternalId(team),
            DurationSeconds = duration,
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
            throw new IncompleteResponseException(AwsOperation.Of(request), "complete set of credentials");
        }

        return (new SessionCredentials(id, secret, token, expiration.ToUniversalTime()), warnings);
    }

    /// <summary>What is wrong with the session, by its own answer; null when it is of the account's role.</summary>
    public async Task<string?> VerifyAsync(Account account, SessionCredentials session, CancellationToken cancellationToken)
    {
        using var client = new StsClient(
            new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            (AmazonSecurityTokenServiceConfig)sts.Config);
        var request = new GetCallerIdentityRequest();
        var identity = await throttling.SendAsync(
            Urgency.Patient, token => client.GetCallerIdentityAsync(request, token), cancellationToken).ConfigureAwait(false);
        var arn = identity.Arn is { Length: > 0 } ? identity.Arn : throw new IncompleteResponseException(AwsOperation.Of(request), "ARN");
        return RoleArn.TryParse(account.RoleArn, out var role) && role.IsRoleOf(arn)
            ? null
            : $"The new session is {arn}, not a session of {account.RoleArn}. Nothing was written.";
    }

    /// <summary>How long a session of the account is, in seconds, by its present configuration; null when it cannot be told.</summary>
    public async Task<int?> TryGetDurationAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        try
        {
            return (await DurationAsync(team, account, cancellationToken).ConfigureAwait(false)).Duration;
        }
        catch (Exception)
        {
            // Who the caller is was not found out. Nothing depends on it here.
            return null;
        }
    }

    /// <summary>
    /// The external id that a team's roles must ask for in their trust policies. It is this product's choice, never the team's
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the confused deputy problem</see>).
    /// </summary>
    public string ExternalId(Team team) => options.Value.ExternalIdPrefix + team.Name;

    private async Task<AssumeRoleResponse> AssumeAsync(AssumeRoleRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await throttling.SendAsync(Urgency.Patient, token => sts.AssumeRoleAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A client that somebody else registered does not do this itself.
            AwsOperation.Of(request).AttachTo(failure);
            throw;
        }
    }

    private async Task<(int Duration, IReadOnlyList<string> Warnings)> DurationAsync(
        Team team, Account account, CancellationToken cancellationToken)
    {
        var wanted = account.Duration ?? DefaultDuration;
        if (wanted <= LongestChainedDuration || !await caller.IsAssumedRoleAsync(cancellationToken).ConfigureAwait(false))
        {
            return (wanted, []);
        }

        List<string> warnings =
            [$"The session lasts {LongestChainedDuration} seconds, not the {wanted} that were asked for: STS grants no more to a caller that is itself an assumed role (role chaining)."];
        if (team.RenewAfter > LongestChainedDuration - TeamValidator.MinTimeToRenew)
        {
            warnings.Add($"Pipelines may be left without valid credentials: renewAfter is {team.RenewAfter} seconds.");
        }

        return (LongestChainedDuration, warnings);
    }
}
