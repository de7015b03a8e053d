using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>What Parameter Store accepts as a name and a value.</summary>
internal static partial class ParameterRules
{
    private const int MaxLevels = 15;
    private const int MaxArnLength = 1011;

    public static void CheckName(string name)
    {
        if (!NameRule().IsMatch(name) || (name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('/')) || LocalParameter.ArnOf(name).Length > MaxArnLength)
        {
            throw new AwsException("ValidationException", "Parameter name must be a fully qualified name.");
        }

        if (ReservedRule().IsMatch(name))
        {
            throw new AwsException("ValidationException", "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }

        if (name.Count(character => character == '/') > MaxLevels)
        {
            throw new AwsException("HierarchyLevelLimitExceededException", "A hierarchy can have a maximum of 15 levels.");
        }
    }

    public static void CheckValue(string value, string tier)
    {
        if (value.Length == 0 || value.Contains("{{", StringComparison.Ordinal))
        {
            throw new AwsException("ValidationException", "Parameter value can't be empty, and can't nest another parameter.");
        }

        var (kind, max) = tier is "Standard" ? ("Standard", 4096) : ("Advanced", 8192);
        if (Encoding.UTF8.GetByteCount(value) > max)
        {
            throw new AwsException("ValidationException", $"{kind} tier parameters support a maximum parameter value of {max} characters.");
        }
    }

    /// <summary>The tier that a version gets.</summary>
    public static string ResolveTier(string tier, string value, string? current)
    {
        if (tier is "Standard" && current is "Advanced")
        {
            throw new AwsException("ValidationException", "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.");
        }

        return tier is "Advanced" || current is "Advanced" || (tier is "Intelligent-Tiering" && Encoding.UTF8.GetByteCount(value) > 4096) ? "Advanced" : "Standard";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_./-]+\z")]
    private static partial Regex NameRule();

    [GeneratedRegex("^/?(aws|ssm)", RegexOptions.IgnoreCase)]
    private static partial Regex ReservedRule();
}
