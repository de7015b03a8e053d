using System.CommandLine;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Concourse.CredentialRotation.Testing;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>doctor FILE…</c>: whether roles, keys, permissions and paths are as they should be. It changes nothing.</summary>
internal static class DoctorCommand
{
    private static readonly SecretPathCheckOptions ConcourseDefaults = new();
    private static readonly Argument<string[]> Files = TeamFiles.CreateArgument();
    private static readonly Option<string[]> Accounts = AccountFilter.CreateOption();
    private static readonly Option<string> PipelineTemplate = Template("pipeline", ConcourseDefaults.PipelineTemplate);
    private static readonly Option<string> TeamTemplate = Template("team", ConcourseDefaults.TeamTemplate);

    private static readonly Option<string?> SharedTemplate = new("--shared-template")
    {
        Description = $"Concourse's CONCOURSE_AWS_SECRETSMANAGER_SHARED_SECRET_TEMPLATE. By default, {ConcourseDefaults.SharedTemplate}. Parameter Store has --shared-path instead.",
        HelpName = "TEMPLATE",
    };

    private static readonly Option<string?> SharedPath = new("--shared-path")
    {
        Description = "Concourse's CONCOURSE_AWS_SSM_SHARED_PATH, if the credentials are in Parameter Store. By default, there is none.",
        HelpName = "PATH",
    };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("doctor", "Checks roles, permissions, keys and paths, with what to do about each problem. Changes nothing.")
        {
            Notes = "What is checked is what the caller may do, so run it as the function's role. Each role is assumed several times: for its team, for another one, and without an external ID.",
            Examples =
            [
                ("doctor teams --shared-template '/concourse-shared/{{.Secret}}'", "Checks all teams, with the shared path as Concourse is configured."),
                ("doctor team.json --account divx-lab", "Checks one account, for example a new one."),
            ],
            SuccessMeaning = "No problem was found; what was not checked is listed.",
            FindingsMeaning = "A problem was found.",
        };
        command.Arguments.Add(Files);
        command.Options.Add(Accounts);
        command.Options.Add(PipelineTemplate);
        command.Options.Add(TeamTemplate);
        command.Options.Add(SharedTemplate);
        command.Options.Add(SharedPath);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var teams = await TeamLoader.LoadAsync(context, context.Get(Files)).ConfigureAwait(false);
        var accounts = AccountFilter.Select(teams, context.Get(Accounts)!);
        var paths = CheckPaths(context, accounts);
        var caller = await GetCallerAsync(context).ConfigureAwait(false);
        var roles = await CheckRolesAsync(context, accounts).ConfigureAwait(false);
        var report = new DoctorReport
        {
            Time = context.Now,
            Caller = caller,
            Checks =
            [
                DoctorCheck.Of("caller", null, CheckResult.Note, $"The checks are made as {caller}. They are about the function only if this is its execution role."),
                .. CheckCaller(roles),
                .. roles,
                .. await CheckSecretsAsync(context, accounts).ConfigureAwait(false),
                context.Service<IStoreChecks>().NotChecked,
                .. paths,
            ],
        };
        if (context.IsJson)
        {
            context.WriteJson(report, ReportJson.Readable.DoctorReport);
        }
        else
        {
            DoctorScreen.Write(Screen.ForOutput(context.Terminal), report);
        }

        return report.Checks.Any(check => check.Result is CheckResult.Problem) ? ExitCode.Findings : ExitCode.Success;
    }

    private static List<DoctorCheck> CheckPaths(CommandContext context, IReadOnlyList<TeamAccount> accounts)
    {
        try
        {
            var templates = context.Service<IStoreChecks>().CreateTemplates(
                context.Get(PipelineTemplate)!, context.Get(TeamTemplate)!, context.Get(SharedTemplate), context.Get(SharedPath));
            return [.. new PathChecks(context.Service<AccountSecrets>(), templates).Run(accounts)];
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static async Task<string> GetCallerAsync(CommandContext context)
    {
        var sts = context.Service<IAmazonSecurityTokenService>();
        var identity = await context.Service<RequestThrottling>().SendAsync(
            Urgency.Patient, token => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token), context.CancellationToken).ConfigureAwait(false);
        return identity.Arn;
    }

    // The response of STS to a role that names a deleted principal is that of any other denial, so only their number tells them apart.
    private static IEnumerable<DoctorCheck> CheckCaller(IReadOnlyList<DoctorCheck> roles) => roles.Count < 2 || !roles.All(RoleChecks.IsDenied)
        ? []
        :
        [
            DoctorCheck.Of(
                "caller",
                null,
                CheckResult.Problem,
                $"None of the {roles.Count} roles can be assumed, so the cause is probably on the side of the caller: it is not the function's role, its own policy does not allow the roles, or it was deleted and created again.",
                "Run the check as the function's role. If that was created again, apply every CI role again (docs/operations.md, Recreate the function's role)."),
        ];

    private static async Task<IReadOnlyList<DoctorCheck>> CheckRolesAsync(CommandContext context, IReadOnlyList<TeamAccount> accounts)
    {
        var checks = new RoleChecks(context.Service<RoleSessions>(), context.Service<ICiRoleInspector>());
        var results = new DoctorCheck[accounts.Count];
        await Parallel.ForAsync(0, results.Length, context.Parallelism, async (i, token) => results[i] = await checks.RunAsync(accounts[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    private static async Task<IEnumerable<DoctorCheck>> CheckSecretsAsync(CommandContext context, IReadOnlyList<TeamAccount> accounts)
    {
        var sets = await new SetInspector(context).InspectAsync(accounts).ConfigureAwait(false);
        var checks = new SecretChecks(context.Service<IStoreFacts>(), context.Service<IStoreChecks>());
        var results = new IReadOnlyList<DoctorCheck>[sets.Count];
        await Parallel.ForAsync(0, results.Length, context.Parallelism, async (i, token) => results[i] = await checks.RunAsync(sets[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return results.SelectMany(result => result);
    }

    private static Option<string> Template(string kind, string template) => new($"--{kind}-template")
    {
        Description = $"Concourse's CONCOURSE_AWS_SECRETSMANAGER_{kind.ToUpperInvariant()}_SECRET_TEMPLATE, or CONCOURSE_AWS_SSM_{kind.ToUpperInvariant()}_SECRET_TEMPLATE.",
        HelpName = "TEMPLATE",
        DefaultValueFactory = _ => template,
    };
}
