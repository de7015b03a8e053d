using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>STS: who holds which credentials, and who may assume what.</summary>
public sealed partial class LocalSts(TimeProvider time)
{
    private const int MaxChainedDuration = 3600;

    private readonly ConcurrentDictionary<string, LocalIdentity> _identities = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LocalRole> _roles = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<LocalIdentity> _sessions = new();

    /// <summary>The execution role's session, as Lambda hands it to the function.</summary>
    public LocalIdentity ExecutionRole => field ??= Add("arn:aws:sts::123456789012:assumed-role/credential-rotation/credential-rotation", isSession: true, null);

    /// <summary>A user with long-lived keys, whose sessions are not chained.</summary>
    public LocalIdentity User => field ??= Add("arn:aws:iam::123456789012:user/operator", isSession: false, null);

    /// <summary>What secret access keys and session tokens are made of, from a number of random bytes; base64 unless a test wants other characters.</summary>
    public Func<byte[], string> MakeSecret { get; set; } = Convert.ToBase64String;

    /// <summary>All sessions that were handed out.</summary>
    public IReadOnlyList<LocalIdentity> Sessions => [.. _sessions];

    /// <summary>Defines a role; a role that is not defined trusts everybody.</summary>
    public void Role(string arn, LocalRole role) => _roles[arn] = role;

    internal LocalIdentity? Find(string accessKeyId) =>
        _identities.GetValueOrDefault(accessKeyId) is { } identity && !(identity.Expiration <= time.GetUtcNow()) ? identity : null;

    internal LocalIdentity AssumeRole(LocalIdentity caller, string roleArn, string sessionName, string? externalId, int duration, IReadOnlyDictionary<string, string> request)
    {
        Check(ArnRule().IsMatch(roleArn), "ValidationError", $"{roleArn} is invalid");
        Check(SessionNameRule().IsMatch(sessionName), "ValidationError", @"1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*, length 2 to 64");
        Check(externalId is null || ExternalIdRule().IsMatch(externalId), "ValidationError", @"1 validation error detected: Value at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@:\/-]*, length 2 to 1224");
        Check(duration is >= 900 and <= 43_200, "ValidationError", "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: 900 to 43200");
        var role = _roles.GetValueOrDefault(roleArn) ?? new LocalRole();
        if (role.IsDenied || (role.RequiredExternalId is { } required && required != externalId && !(externalId is null && role.AdmitsNoExternalId)))
        {
            throw new AwsException("AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}", 403);
        }

        Check(!caller.IsAssumedRole || duration <= MaxChainedDuration, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        Check(duration <= role.MaxSessionDuration, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

        var real = ArnRule().Match(role.SessionRoleArn ?? roleArn);
        var session = Add(
            $"arn:{real.Groups["partition"]}:sts::{real.Groups["account"]}:assumed-role/{real.Groups["name"]}/{sessionName}",
            isSession: true,
            time.GetUtcNow().AddSeconds(duration),
            request);
        _sessions.Enqueue(session);
        return session;
    }

    private static void Check(bool holds, string code, string message)
    {
        if (!holds)
        {
            throw new AwsException(code, message);
        }
    }

    private LocalIdentity Add(string arn, bool isSession, DateTimeOffset? expiration, IReadOnlyDictionary<string, string>? request = null)
    {
        var identity = new LocalIdentity(
            arn,
            (isSession ? "ASIA" : "AKIA") + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            MakeSecret(RandomNumberGenerator.GetBytes(30)),
            isSession ? MakeSecret(RandomNumberGenerator.GetBytes(300)) : null,
            expiration)
        {
            Request = request ?? new Dictionary<string, string>(),
        };
        _identities[identity.AccessKeyId] = identity;
        return identity;
    }

    [GeneratedRegex(@"^arn:(?<partition>aws[a-z-]*):iam::(?<account>\d{12}):role/(.*/)?(?<name>[\w+=,.@-]{1,64})\z", RegexOptions.ECMAScript)]
    private static partial Regex ArnRule();

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}$", RegexOptions.ECMAScript)]
    private static partial Regex SessionNameRule();

    [GeneratedRegex(@"^[\w+=,.@:\/-]{2,1224}$", RegexOptions.ECMAScript)]
    private static partial Regex ExternalIdRule();
}
