using System.Buffers;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// The rules of Parameter Store for the name of a parameter
/// (<see href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</see>).
/// </summary>
internal static class ParameterName
{
    // 1,011 with the ARN before it, which depends on the partition and the Region. This leaves 64 for it; today's longest have 55.
    private const int MaxLength = 947;

    private const int MaxLevels = 15;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_.-");

    private static readonly string[] Reserved = ["/aws", "/ssm"];

    /// <summary>The rule that the name breaks, as a phrase that can follow "which"; null for a valid name.</summary>
    public static string? Validate(string? name) => name switch
    {
        null or "" => "is empty",
        { Length: > MaxLength } => $"has {name.Length} characters, more than the {MaxLength} that Parameter Store allows in every Region",
        _ when name.AsSpan().ContainsAnyExcept(Allowed) => "contains a character other than A-Z a-z 0-9 / _ . -, which Parameter Store does not allow",
        _ when name[0] != '/' => "does not start with a slash",
        _ when name.EndsWith('/') || name.Contains("//", StringComparison.Ordinal) => "has an empty level between slashes",
        _ when name.Count(character => character == '/') > MaxLevels => $"has more than the {MaxLevels} levels that Parameter Store allows",
        _ when Array.Exists(Reserved, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) => "starts with aws or ssm, which Parameter Store reserves",
        _ => null,
    };
}
