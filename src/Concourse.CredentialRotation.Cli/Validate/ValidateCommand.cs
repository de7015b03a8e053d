using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>validate FILE…</c>: every problem of team files, with its place. It sends no request to AWS.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string[]> Files = TeamFiles.CreateArgument();

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("validate", "Checks team files without access to AWS, and shows every problem with its line and column.")
        {
            Examples =
            [
                ("validate teams", "Checks all *.json files in the folder teams."),
                ("validate team.json --settings settings.json", "Also checks the roles against AllowedRoles in the settings of the function."),
                ("validate teams -o json | jq -r '.problems[].message'", "Passes the problems to a program."),
            ],
            SuccessMeaning = "All teams are valid; there may be warnings.",
            FindingsMeaning = "A team is not valid.",
        };
        command.Arguments.Add(Files);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var files = await TeamFiles.ReadAsync(context.Get(Files), context.Terminal, context.CancellationToken).ConfigureAwait(false);
        var loader = new TeamLoader(context.Service<TeamReader>());
        foreach (var file in files)
        {
            loader.Load(file);
        }

        var errors = loader.Problems.Count(problem => problem.Severity is ProblemSeverity.Error);
        if (context.IsJson)
        {
            context.WriteJson(
                new ValidateReport
                {
                    Files = files.Count,
                    Teams = loader.Teams.Count,
                    Accounts = loader.Teams.Sum(team => team.Team.Accounts.Count),
                    Problems = loader.Problems,
                },
                ReportJson.Readable.ValidateReport);
        }
        else
        {
            foreach (var problem in loader.Problems)
            {
                await context.Terminal.Output.WriteLineAsync(problem.ToString()).ConfigureAwait(false);
            }

            await context.Terminal.Error.WriteLineAsync(Summarize(files.Count, loader, errors)).ConfigureAwait(false);
        }

        return errors == 0 ? ExitCode.Success : ExitCode.Findings;
    }

    private static string Summarize(int files, TeamLoader loader, int errors)
    {
        var warnings = loader.Problems.Count - errors;
        var accounts = Count.Of(loader.Teams.Sum(team => team.Team.Accounts.Count), "account");
        return $"{Count.Of(files, "file")}, {Count.Of(loader.Teams.Count, "valid team")} with {accounts}: {Count.Of(errors, "error")}, {Count.Of(warnings, "warning")}.";
    }
}
