using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>What Secrets Manager takes as a secret's name.</summary>
internal static partial class SecretName
{
    private const int Longest = 512;

    /// <summary>What is wrong with the name, as a phrase that goes after "which"; null when nothing is.</summary>
    public static string? Problem(string? name) => name switch
    {
        null or "" => "is empty",
        { Length: > Longest } => $"has {name.Length} characters, and Secrets Manager takes {Longest} at most",
        _ when !Allowed().IsMatch(name) => "has a character other than A-Z a-z 0-9 / _ + = . @ -, and Secrets Manager takes no other",
        _ when LooksLikeArnSuffix().IsMatch(name) => "ends in a hyphen and six characters, which Secrets Manager takes for the end of an ARN",
        _ => null,
    };

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@-]+\z")]
    private static partial Regex Allowed();

    [GeneratedRegex(@"-[A-Za-z0-9]{6}\z")]
    private static partial Regex LooksLikeArnSuffix();
}
