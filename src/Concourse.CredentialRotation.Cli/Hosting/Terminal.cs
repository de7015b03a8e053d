using System.Globalization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Standard input, output and error, and what can be shown there. Data goes to the output, everything else to the error.</summary>
internal sealed record Terminal
{
    private const int WidthOfAFile = 160;
    private const int MinWidth = 60;

    public required Func<Stream> OpenInput { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether the output has colors.</summary>
    public bool IsOutputColored { get; init; }

    /// <summary>Whether the error has colors.</summary>
    public bool IsErrorColored { get; init; }

    /// <summary>Whether the error is a terminal, on which progress can be redrawn.</summary>
    public bool IsErrorInteractive { get; init; }

    /// <summary>The number of columns.</summary>
    public int Width { get; init; } = WidthOfAFile;

    public static Terminal OfThisProcess()
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new()
        {
            OpenInput = Console.OpenStandardInput,
            Output = Console.Out,
            Error = Console.Error,
            IsOutputColored = HasColors(Environment.GetEnvironmentVariable, !Console.IsOutputRedirected && !isDumb),
            IsErrorColored = HasColors(Environment.GetEnvironmentVariable, !Console.IsErrorRedirected && !isDumb),
            IsErrorInteractive = !Console.IsErrorRedirected && !isDumb,
            Width = GetWidth(Environment.GetEnvironmentVariable, Console.IsOutputRedirected ? null : Console.WindowWidth),
        };
    }

    /// <summary>Whether to use colors: NO_COLOR forbids them, CLICOLOR_FORCE demands them, and otherwise only a terminal has them.</summary>
    public static bool HasColors(Func<string, string?> variable, bool isTerminal) =>
        string.IsNullOrEmpty(variable("NO_COLOR")) && (isTerminal || variable("CLICOLOR_FORCE") is not (null or "" or "0"));

    /// <summary>The width: that of the terminal, or of COLUMNS, or enough for all columns of a table.</summary>
    public static int GetWidth(Func<string, string?> variable, int? ofTerminal) => Math.Max(
        MinWidth,
        ofTerminal is > 0 and { } width ? width
        : int.TryParse(variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns
        : WidthOfAFile);
}
