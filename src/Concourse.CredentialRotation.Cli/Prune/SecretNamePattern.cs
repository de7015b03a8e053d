using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Recognizes the names that a path template makes.</summary>
internal sealed partial class SecretNamePattern
{
    private const string NameCharacters = "[A-Za-z0-9_.@-]+";

    private readonly Regex _pattern;

    public SecretNamePattern(string template)
    {
        var parts = Placeholder().Split(template);
        Prefix = parts[0];
        var pattern = new StringBuilder(@"\A").Append(Regex.Escape(parts[0]));
        HashSet<string> bound = [];
        for (var i = 1; i < parts.Length; i += 2)
        {
            var name = parts[i];
            pattern.Append(bound.Add(name) ? $"(?<{name}>{NameCharacters})" : $@"\k<{name}>").Append(Regex.Escape(parts[i + 1]));
        }

        _pattern = new(pattern.Append(@"(-access-key|-secret-key|-session-token)?\z").ToString(), RegexOptions.CultureInvariant);
    }

    /// <summary>What all names begin with.</summary>
    public string Prefix { get; }

    /// <summary>The team that the secret belongs to; null for a name that the template does not make.</summary>
    public string? FindTeam(string name) => _pattern.Match(name) is { Success: true } match ? match.Groups["Team"].Value : null;

    [GeneratedRegex(@"\{\{\s*\.(Team|Account)\s*\}\}")]
    private static partial Regex Placeholder();
}
