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

    /// <summary>Whether an ARN that GetCallerIdentity answers is a session of this role; such an ARN lacks the role's path.</summary>
    public bool IsRoleOf(string sessionArn) =>
        sessionArn.StartsWith($"arn:{Partition}:sts::{AccountId}:assumed-role/{RoleName}/", StringComparison.Ordinal);

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: a path of printable characters between slashes, then the name.
    [GeneratedRegex(@"^arn:(?<partition>aws(-[a-z]+)*):iam::(?<account>[0-9]{12}):role/([!-~]*/)?(?<name>[A-Za-z0-9_+=,.@-]{1,64})\z")]
    private static partial Regex Shape();
}
