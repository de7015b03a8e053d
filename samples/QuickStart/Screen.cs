using System.Globalization;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation;
using Concourse.CredentialRotation.LocalAws;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints the outcomes of a rotation and the current secrets.</summary>
internal sealed class Screen(IAnsiConsole console, LocalSecretsManager secrets)
{
    /// <summary>The ID of the library's log event for a warning about one account.</summary>
    private const int AccountWarning = 3;

    private readonly Dictionary<string, string> _expirations = new(StringComparer.Ordinal);

    public void Title(string text) => console.Write(new Rule(Markup.Escape(text)).LeftJustified());

    public void Line(string text) => console.WriteLine(text);

    /// <summary>Prints a line of the function's log, except for warnings about an account, which are also in the report.</summary>
    public void Log(string line)
    {
        var json = line.StartsWith('{') ? JsonNode.Parse(line) : null;
        if (json?["eventId"]?.GetValue<int>() is not AccountWarning)
        {
            console.WriteLine($"function log: {(json is null ? line : $"{json["level"]} {json["message"]}")}");
        }
    }

    public void Show(JsonNode report)
    {
        Outcomes(report);
        Secrets();
    }

    /// <summary>Masks a value: shows the end of an access key ID, which is not a secret, and only the length of a secret.</summary>
    public static string Masked(string value) => value switch
    {
        ['{', ..] when JsonNode.Parse(value) is { } json => $"JSON: {Masked($"{json["AccessKeyId"]}")}, expires {Time($"{json["Expiration"]}")}",
        _ when value.StartsWith("ASIA", StringComparison.Ordinal) => $"****{value[^4..]}",
        _ => $"**** ({value.Length} characters)",
    };

    private void Outcomes(JsonNode report)
    {
        var table = Grid("Account", "Outcome", "Rotation ID", "Session expires");
        foreach (var account in report["accounts"]!.AsArray())
        {
            if (account!["expiration"] is { } expiration)
            {
                _expirations[account["rotationId"]!.GetValue<string>()] = Time($"{expiration}");
            }

            table.AddRow(Text(account, "account"), Text(account, "outcome"), Text(account, "rotationId"), _expirations.GetValueOrDefault(Text(account, "rotationId"), ""));
        }

        console.Write(table);
        foreach (var warning in report["accounts"]!.AsArray().SelectMany(account => account!["warnings"]?.AsArray() ?? []))
        {
            console.WriteLine($"warning: {warning}");
        }
    }

    private void Secrets()
    {
        var table = Grid("Secret", "Value", "Age", "Session expires");
        foreach (var name in secrets.Names)
        {
            var age = RotationId.TryParse(secrets.CurrentVersionId(name), out var id) ? TimeProvider.System.GetUtcNow() - id.CreatedAt : (TimeSpan?)null;
            table.AddRow(
                Markup.Escape(name),
                Markup.Escape(Masked(secrets.Read(name) ?? "")),
                age is { } known ? $"{known.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s" : "unknown",
                Markup.Escape(_expirations.GetValueOrDefault(secrets.CurrentVersionId(name) ?? "", "")));
        }

        console.Write(table);
    }

    private static string Time(string timestamp) =>
        DateTimeOffset.Parse(timestamp, CultureInfo.InvariantCulture).ToUniversalTime().ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Table Grid(params string[] columns) =>
        new Table().AddColumns([.. columns.Select(column => new TableColumn(column).NoWrap())]).RoundedBorder();

    private static string Text(JsonNode json, string name) => Markup.Escape(json[name]?.ToString() ?? "");
}
