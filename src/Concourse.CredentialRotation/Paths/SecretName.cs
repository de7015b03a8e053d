using System.Buffers;

namespace Concourse.CredentialRotation;

/// <summary>What Secrets Manager takes as a secret's name.</summary>
internal static class SecretName
{
    public const int Longest = 512;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@-");

    /// <summary>What is wrong with the name, as a phrase that goes after "which"; null when nothing is.</summary>
    public static string? Problem(string? name) => name switch
    {
        null or "" => "is empty",
        { Length: > Longest } => $"has {name.Length} characters, and Secrets Manager takes {Longest} at most",
        _ when name.AsSpan().ContainsAnyExcept(Allowed) => "has a character other than A-Z a-z 0-9 / _ + = . @ -, and Secrets Manager takes no other",
        _ when LooksLikeArnSuffix(name) => "ends in a hyphen and six characters, which Secrets Manager takes for the end of an ARN",
        _ => null,
    };

    private static bool LooksLikeArnSuffix(string name) => name is [.., '-', _, _, _, _, _, _] && name[^6..].All(char.IsAsciiLetterOrDigit);
}
