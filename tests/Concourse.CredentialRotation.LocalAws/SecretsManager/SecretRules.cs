using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>What Secrets Manager accepts as a name, a version ID and a value.</summary>
internal static partial class SecretRules
{
    public static void CheckName(string name)
    {
        if (!NameRule().IsMatch(name))
        {
            throw new AwsException("ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }
    }

    public static void CheckVersion(string token, string value)
    {
        if (token.Length is < 32 or > 64)
        {
            throw new AwsException("InvalidParameterException", "ClientRequestToken must be 32-64 characters long.");
        }

        if (value.Length is 0 or > 65536)
        {
            throw new AwsException("InvalidParameterException", "The secret value must be 1 to 65536 bytes long.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@!-]{1,512}\z")]
    private static partial Regex NameRule();
}
