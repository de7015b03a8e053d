using Concourse.CredentialRotation.ParameterStore;
using Concourse.CredentialRotation.Testing;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The checks for Parameter Store.</summary>
internal sealed class ParameterStoreChecks(ParameterStoreApi api, IAccessKeyReader reader) : IStoreChecks
{
    private const string Writer = "writer";
    private const string Reader = "reader";

    public DoctorCheck NotChecked => DoctorCheck.Of(Writer, null, CheckResult.NotChecked, "Whether the caller may write values (PutParameter, and kms:Encrypt for a key of your own, with kms:GenerateDataKey for advanced parameters): Parameter Store has no way to try it without a change. To find out, rotate one account: rotate --account NAME.");

    public IReadOnlyList<LookupTemplate> CreateTemplates(string pipeline, string team, string? shared, string? sharedPath) => shared is null
        ? LookupTemplate.OfParameterStore(pipeline, team, sharedPath)
        : throw new CommandException("--shared-template is for Secrets Manager. For Parameter Store, Concourse has a path instead: --shared-path.");

    public async Task<IReadOnlyList<DoctorCheck>> CheckAccessAsync(AccountSet set, CancellationToken cancellationToken) =>
    [
        .. set.Entries.Count == 1 ? Array.Empty<DoctorCheck>() : [await CheckWriterAsync(set, cancellationToken).ConfigureAwait(false)],
        await CheckReaderAsync(set, cancellationToken).ConfigureAwait(false),
    ];

    /// <summary>Before a rotation writes several parameters, it reads their values, so that it can roll back. This reads that of the access key only.</summary>
    private async Task<DoctorCheck> CheckWriterAsync(AccountSet set, CancellationToken cancellationToken)
    {
        try
        {
            await api.ReadAsync([AccessKeyValue.FindEntry(set.Entries).Name], Urgency.Patient, cancellationToken).ConfigureAwait(false);
            return DoctorCheck.Of(Writer, set.Account, CheckResult.Ok, "The caller may read the present values, which a rotation needs to roll back (GetParameters).");
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return DoctorCheck.Of(
                Writer,
                set.Account,
                CheckResult.Problem,
                ParameterErrors.Format(exception).Message,
                "The function needs this permission for a set of several parameters: it writes nothing that it could not roll back.");
        }
    }

    private async Task<DoctorCheck> CheckReaderAsync(AccountSet set, CancellationToken cancellationToken)
    {
        if (set.Secrets.First(parameter => parameter.Name == AccessKeyValue.FindEntry(set.Entries).Name) is { Exists: false } missing)
        {
            return DoctorCheck.Of(Reader, set.Account, CheckResult.NotChecked, $"The parameter {missing.Name} does not exist.");
        }

        var key = await reader.ReadCurrentAsync(set, cancellationToken).ConfigureAwait(false);
        return key.Error switch
        {
            null => DoctorCheck.Of(Reader, set.Account, CheckResult.Ok, "The caller may read the parameter and decrypt its value (GetParameter)."),
            { ErrorCode: "AccessDeniedException", Message: var message } when !Remedies.MentionsKms(message) => DoctorCheck.Of(
                Reader,
                set.Account,
                CheckResult.NotChecked,
                "Whether a reader may decrypt the value: the caller does not have ssm:GetParameter, and the function does not need it. Run the check as Concourse's role to check its permissions."),
            { ErrorCode: "InvalidKeyId", Message: var message } => DoctorCheck.Of(
                Reader, set.Account, CheckResult.Problem, message, "If the key is disabled or scheduled for deletion, nobody can read the parameter: enable it (aws kms enable-key)."),
            var error => DoctorCheck.Of(Reader, set.Account, CheckResult.Problem, error.Message, "A reader needs kms:Decrypt on the key of the parameter, both in its own policy and in the key policy."),
        };
    }
}
