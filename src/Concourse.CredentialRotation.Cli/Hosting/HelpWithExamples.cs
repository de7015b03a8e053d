using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Adds examples and the exit codes to the help of a command.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    // The help can be asked for together with what would be an error otherwise, such as a missing argument.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampleCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            if (command.Notes is { } notes)
            {
                new Screen(output, isColored: false, help.MaxWidth).Paragraph(notes);
                output.WriteLine();
            }

            output.WriteLine("Examples:");
            foreach (var (line, meaning) in command.Examples)
            {
                output.WriteLine($"  {CommandLine.Name} {line}");
                output.WriteLine($"      {meaning}");
            }

            output.WriteLine();
            output.WriteLine("Exit codes:");
            output.WriteLine($"  0  {command.SuccessMeaning}");
            output.WriteLine($"  1  {command.ErrorMeaning}");
            output.WriteLine($"  2  {command.FindingsMeaning}");
        }

        return result;
    }
}
