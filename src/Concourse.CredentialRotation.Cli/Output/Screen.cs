using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Writes tables and paragraphs for people. Colors are those of the terminal's own palette, and never the only sign of a meaning.</summary>
internal sealed class Screen(TextWriter writer, bool isColored, int width)
{
    /// <summary>From this width on, tables have their less important columns.</summary>
    private const int WideFrom = 120;

    public bool IsWide => width >= WideFrom;

    public static Screen ForOutput(Terminal terminal) => new(terminal.Output, terminal.IsOutputColored, terminal.Width);

    /// <summary>A table whose cells are not broken into lines, except in the first column.</summary>
    public static Table CreateTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")) { NoWrap = table.Columns.Count > 0 }.Padding(0, 0, 1, 0));
        }

        return table;
    }

    /// <summary>Adds the rows of accounts, below a row for each team, so that the names of accounts have enough space.</summary>
    public static void AddByTeam<T>(Table table, IEnumerable<T> accounts, Func<T, string> getTeam, Func<T, string> getAccount, Func<T, IEnumerable<IRenderable>> getCells)
    {
        foreach (var team in accounts.GroupBy(getTeam, StringComparer.Ordinal))
        {
            table.AddRow(Plain(team.Key));
            foreach (var account in team)
            {
                table.AddRow([new Padder(Plain(getAccount(account)), new Padding(2, 0, 0, 0)), .. getCells(account)]);
            }
        }
    }

    /// <summary>A text in a cell, without markup.</summary>
    public static Text Plain(string text) => new(text);

    public static IAnsiConsole CreateConsole(TextWriter writer, bool isColored, int width)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = isColored ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColored ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Capabilities.Links = false;
        return console;
    }

    public void Write(IRenderable content)
    {
        // The renderer fills lines with spaces, which is of no use in a file or on a clipboard.
        var text = new StringWriter { NewLine = "\n" };
        CreateConsole(text, isColored, width).Write(content);
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        writer.WriteLine(string.Join(Environment.NewLine, lines).Trim('\r', '\n'));
    }

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>Writes a paragraph with its lines broken between words, and all lines but the first indented.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">The number of spaces before the first line.</param>
    /// <param name="hanging">The number of spaces before the others.</param>
    /// <param name="labelColor">The color of the text before the first colon; null for none.</param>
    public void Paragraph(string text, int indent = 0, int? hanging = null, string? labelColor = null)
    {
        var line = new string(' ', indent);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                writer.WriteLine(Color(line.TrimEnd(), labelColor));
                labelColor = null;
                (line, isEmpty) = (new string(' ', hanging ?? indent), true);
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        writer.WriteLine(Color(line.TrimEnd(), labelColor));
    }

    private string Color(string line, string? labelColor)
    {
        if (labelColor is null || line.Split(':', 2) is not [var label, var rest])
        {
            return line;
        }

        using var colored = new StringWriter();
        CreateConsole(colored, isColored, width).Write(new Markup($"[{labelColor}]{Markup.Escape(label)}[/]"));
        return $"{colored}:{rest}";
    }
}
