using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>explain TEXT</c>: from what a pipeline printed to whose session it was, and the likely cause. It changes nothing.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string[]> Text = new("TEXT")
    {
        Description = "An access key ID (ASIA…), what the pipeline printed, or a line of the function's log; - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Teams = new("--teams", "-t")
    {
        Description = "Team files or folders, in whose accounts the access key is looked for.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("explain", "Explains the error of a pipeline or of the function: whose session it was, how long it was valid, and whether rotation is to blame.")
        {
            Notes = "The access key ID is compared with those in the accounts' secrets. This needs secretsmanager:GetSecretValue, or ssm:GetParameterHistory for Parameter Store, on the secrets that have access key IDs, and on no others.",
            Examples =
            [
                ("explain ASIAXEXAMPLE7QW2ZB5K --teams teams", "Finds the session of an access key."),
                ("explain 'An error occurred (ExpiredToken) …' --teams teams", "Explains an error."),
                ("explain - --teams teams < build.log", "Looks for an error in the output of a build."),
                ("explain '{\"eventName\":\"accountFailed\" …}'", "Explains a line of the function's log."),
            ],
            SuccessMeaning = "The rotation is not to blame.",
            ErrorMeaning = "An error, or the access key was not found and not all accounts could be read.",
            FindingsMeaning = "The rotation is to blame, or that is not known.",
        };
        command.Arguments.Add(Text);
        command.Options.Add(Teams);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var text = await ReadTextAsync(context).ConfigureAwait(false);
        var store = context.Service<IStoreFacts>();
        var ofFunction = FunctionError.Find(text);
        var error = ofFunction is null ? PipelineError.Parse(text, store.ReadPermission) : new(ofFunction.Kind, AccessKeyId: null);
        var teams = await TeamLoader.LoadAsync(context, context.Get(Teams)!).ConfigureAwait(false);
        var accounts = AccountFilter.Select(teams, []);
        FoundSession? session = null;
        IReadOnlyDictionary<string, string> errors = new Dictionary<string, string>();
        if (error.AccessKeyId is { } id && accounts.Count > 0)
        {
            var search = new SessionSearch(context);
            session = await search.FindAsync(id, accounts).ConfigureAwait(false);
            errors = search.Errors;
        }

        var cause = ofFunction is not null ? FunctionCauses.Find(ofFunction)
            : session is not null ? Causes.Find(error.Kind, session, context.Now)
            : error.AccessKeyId is { } unknown && (accounts.Count > 0 || unknown.StartsWith("AKIA", StringComparison.Ordinal)) ? Causes.NotFound(unknown, accounts.Count, store)
            : Causes.Find(error.Kind);
        var report = new ExplainReport
        {
            Time = context.Now,
            ErrorKind = error.Kind,
            AccessKeyId = error.AccessKeyId,
            Session = session,
            RotationIsToBlame = cause.Verdict,
            Cause = cause.Text,
            Remedy = cause.Remedy,
            SearchedAccounts = error.AccessKeyId is null ? 0 : accounts.Count,
            UnreadableAccounts = [.. errors.Keys.Order(StringComparer.Ordinal)],
            Error = errors.OrderBy(account => account.Key, StringComparer.Ordinal).FirstOrDefault().Value,
        };
        if (context.IsJson)
        {
            context.WriteJson(report, ReportJson.Readable.ExplainReport);
        }
        else
        {
            ExplainScreen.Write(Screen.ForOutput(context.Terminal), report);
        }

        return session is null && errors.Count > 0 ? ExitCode.Error : cause.Verdict is Verdict.No ? ExitCode.Success : ExitCode.Findings;
    }

    private static async Task<string> ReadTextAsync(CommandContext context)
    {
        var text = string.Join(' ', context.Get(Text));
        if (text is not "-")
        {
            return text;
        }

        using var reader = new StreamReader(context.Terminal.OpenInput());
        return await reader.ReadToEndAsync(context.CancellationToken).ConfigureAwait(false);
    }
}
