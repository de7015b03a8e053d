using System.Text.Json;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>An event that the library or the function logs, as its log line has it.</summary>
internal sealed partial record LogEvent(string Id, string Name, string Level)
{
    /// <summary>All events, each with the file in which it is declared.</summary>
    public static IReadOnlyDictionary<LogEvent, string> Sources { get; } = RepositoryRoot.Files("src", "*.cs")
        .SelectMany(file => Attribute().Matches(RepositoryRoot.Read(file)), (file, attribute) => (Event: Parse(attribute), File: file))
        .DistinctBy(declared => declared.Event)
        .ToDictionary(declared => declared.Event, declared => declared.File);

    private static LogEvent Parse(Match attribute) => new(
        attribute.Groups["id"].Value,
        JsonNamingPolicy.CamelCase.ConvertName(attribute.Groups["name"].Value),
        attribute.Groups["level"].Value switch { "Information" => "INFO", "Warning" => "WARN", "Critical" => "FATAL", var level => level.ToUpperInvariant() });

    // An event without a name would be one without a name here, too.
    [GeneratedRegex("""\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+), "[^\r\n]*?(?:EventName = "(?<name>\w+)")?\)\]""")]
    private static partial Regex Attribute();
}
