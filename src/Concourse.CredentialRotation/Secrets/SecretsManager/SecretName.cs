using System.Buffers;

namespace Concourse.CredentialRotation;

/// <summary>
/// The rules of Secrets Manager for the name of a secret (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">CreateSecret</see>).
/// Its advice against names that end with a hyphen and six characters concerns only requests with a part of an ARN. Rotations, like Concourse, use names.
/// </summary>
internal static class SecretName
{
    public const int MaxLength = 512;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@-");

    /// <summary>The rule that the name breaks, as a phrase that can follow "which"; null for a valid name.</summary>
    public static string? Validate(string? name) => name switch
    {
        null or "" => "is empty",
        { Length: > MaxLength } => $"has {name.Length} characters, more than the {MaxLength} that Secrets Manager allows",
        _ when name.AsSpan().ContainsAnyExcept(Allowed) => "contains a character other than A-Z a-z 0-9 / _ + = . @ -, which Secrets Manager does not allow",
        _ => null,
    };
}
