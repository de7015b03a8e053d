using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The options that all commands have.</summary>
internal static class GlobalOptions
{
    /// <summary>The value of <see cref="Output"/> for programs.</summary>
    public const string Json = "json";

    private const string Text = "text";

    public static Option<string> Output { get; } = new Option<string>("--output", "-o")
    {
        Description = "The format of the output: text, or JSON for programs.",
        DefaultValueFactory = _ => Text,
        HelpName = $"{Text}|{Json}",
        Recursive = true,
    }.AcceptOnlyFromAmong(Text, Json);

    public static Option<string?> Settings { get; } = new("--settings")
    {
        Description = "A JSON file with the settings of the function. By default, CREDENTIAL_ROTATION_SETTINGS. Variables such as CredentialRotation__Layout take precedence.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Also write the log, and the stack trace of an error, to standard error.",
        Recursive = true,
    };
}
