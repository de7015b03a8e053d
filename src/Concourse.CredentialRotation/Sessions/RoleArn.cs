using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>The ARN of an IAM role, taken apart.</summary>
internal sealed partial record RoleArn(string Partition, string AccountId, string RoleName)
{
    private const int Longest = 2048;

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RoleArn? arn)
    {
        var match = text.Length <= Longest ? Shape().Match(text) : Match.Empty;
        arn = match.Success ? new(match.Groups["partition"].Value, match.Groups["account"].Value, match.Groups["name"].Value) : null;
        return arn is not null;
    }

    /// <summary>
    /// Whether an ARN that GetCallerIdentity answers is a session of this role. Such an ARN lacks the role's path and has the name as the role
    /// was created; an account has no two roles whose names differ only in case
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">CreateRole</see>).
    /// </summary>
    public bool IsRoleOf(string sessionArn)
    {
        var beginning = $"arn:{Partition}:sts::{AccountId}:assumed-role/";
        return sessionArn.StartsWith(beginning, StringComparison.Ordinal)
            && sessionArn.AsSpan(beginning.Length).StartsWith($"{RoleName}/", StringComparison.OrdinalIgnoreCase);
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: a path of printable characters between slashes, then the name.
    [GeneratedRegex(@"^arn:(?<partition>aws(-[a-z]+)*):iam::(?<account>[0-9]{12}):role/([!-~]*/)?(?<name>[A-Za-z0-9_+=,.@-]{1,64})\z")]
    private static partial Regex Shape();
}
