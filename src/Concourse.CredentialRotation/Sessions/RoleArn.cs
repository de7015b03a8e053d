using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>The parts of the ARN of an IAM role.</summary>
internal sealed partial record RoleArn(string Partition, string AccountId, string RoleName)
{
    private const int MaxLength = 2048;

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RoleArn? arn)
    {
        var match = text.Length <= MaxLength ? Pattern().Match(text) : Match.Empty;
        arn = match.Success ? new(match.Groups["partition"].Value, match.Groups["account"].Value, match.Groups["name"].Value) : null;
        return arn is not null;
    }

    /// <summary>
    /// Whether an ARN in a response of GetCallerIdentity is that of a session of this role. Such an ARN lacks the role's path, and has the name as the role
    /// was created with; no two roles of an account have names that differ only in case
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">CreateRole</see>).
    /// </summary>
    public bool IsRoleOf(string sessionArn)
    {
        var prefix = $"arn:{Partition}:sts::{AccountId}:assumed-role/";
        return sessionArn.StartsWith(prefix, StringComparison.Ordinal)
            && sessionArn.AsSpan(prefix.Length).StartsWith($"{RoleName}/", StringComparison.OrdinalIgnoreCase);
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: a path of printable characters between slashes, then the name.
    [GeneratedRegex(@"^arn:(?<partition>aws(-[a-z]+)*):iam::(?<account>[0-9]{12}):role/([!-~]*/)?(?<name>[A-Za-z0-9_+=,.@-]{1,64})\z")]
    private static partial Regex Pattern();
}
