using System.Globalization;

namespace Concourse.CredentialRotation.Benchmarks;

/// <summary>Formats tables and numbers as Markdown.</summary>
internal static class Markdown
{
    public static string Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        string.Concat(rows.Prepend([.. columns.Select(_ => "---")]).Prepend(columns).Select(row => $"| {string.Join(" | ", row)} |\n"));

    public static string Number(double number, string format = "0") => number.ToString(format, CultureInfo.InvariantCulture);

    public static string Name(SecretLayout layout) => layout is SecretLayout.Combined ? "combined" : "separate";

    public static string Milliseconds(TimeSpan time, string format = "0") => Number(time.TotalMilliseconds, format);

    public static string Megabytes(double bytes) => Number(bytes / 1024 / 1024, "0.0");
}
