using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Finds and reads the files of teams that a command is given.</summary>
internal static class TeamFiles
{
    private const string StandardInput = "-";

    /// <summary>The argument of all commands that need teams.</summary>
    public static Argument<string[]> CreateArgument() => new("FILE")
    {
        Description = "Files with the configuration of one team each, folders with such files (*.json), or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <exception cref="CommandException">A file cannot be read.</exception>
    public static async Task<IReadOnlyList<TeamFile>> ReadAsync(IEnumerable<string> paths, Terminal terminal, CancellationToken cancellationToken)
    {
        List<TeamFile> files = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (var path in paths.SelectMany(Expand))
        {
            // A file that is named twice, such as by itself and in its folder, is read once.
            if (known.Add(path is StandardInput ? path : Path.GetFullPath(path)))
            {
                files.Add(await ReadAsync(path, terminal, cancellationToken).ConfigureAwait(false));
            }
        }

        return files;
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new CommandException($"The folder {path} has no file that ends with .json.");
    }

    private static async Task<TeamFile> ReadAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            if (path is not StandardInput)
            {
                return new(path, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
            }

            using var content = new MemoryStream();
            var input = terminal.OpenInput();
            await using var closed = input.ConfigureAwait(false);
            await input.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return new("(stdin)", content.ToArray());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message);
        }
    }
}
