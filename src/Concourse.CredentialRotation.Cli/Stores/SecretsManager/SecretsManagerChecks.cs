using Amazon.SecretsManager.Model;
using Concourse.CredentialRotation.Testing;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The checks for Secrets Manager.</summary>
internal sealed class SecretsManagerChecks(SecretStore store, IAccessKeyReader reader) : IStoreChecks
{
    private const string Writer = "writer";
    private const string Reader = "reader";

    public DoctorCheck NotChecked => DoctorCheck.Of(Writer, null, CheckResult.NotChecked, "Whether the caller may create and put values (CreateSecret, PutSecretValue, and kms:GenerateDataKey for a key of your own): Secrets Manager has no way to try it without a change. To find out, rotate one account: rotate --account NAME.");

    public IReadOnlyList<LookupTemplate> CreateTemplates(string pipeline, string team, string? shared, string? sharedPath) => sharedPath is null
        ? LookupTemplate.OfSecretsManager(pipeline, team, shared ?? new SecretPathCheckOptions().SharedTemplate)
        : throw new CommandException("--shared-path is for Parameter Store. For Secrets Manager, Concourse has a template instead: --shared-template.");

    public async Task<IReadOnlyList<DoctorCheck>> CheckAccessAsync(AccountSet set, CancellationToken cancellationToken) =>
    [
        await CheckWriterAsync(set, cancellationToken).ConfigureAwait(false),
        await CheckReaderAsync(set, cancellationToken).ConfigureAwait(false),
    ];

    /// <summary>
    /// Moves the label AWSCURRENT to the version that already has it, which changes nothing. AWS rejects it for lack of permission, or else carries it out or
    /// rejects it as unnecessary.
    /// </summary>
    private async Task<DoctorCheck> CheckWriterAsync(AccountSet set, CancellationToken cancellationToken)
    {
        if (set.Secrets.FirstOrDefault(secret => secret is { IsScheduledForDeletion: false, VersionId: not null }) is not { } secret)
        {
            return DoctorCheck.Of(Writer, set.Account, CheckResult.NotChecked, "No secret has a version whose label could be moved.");
        }

        try
        {
            await store.MoveCurrentAsync(secret.Name, secret.VersionId, secret.VersionId!, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidParameterException)
        {
            // The label is where it should go.
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return DoctorCheck.Of(Writer, set.Account, CheckResult.Problem, ErrorFormatter.Format(exception).Message, "The function needs this permission to make a new session current.");
        }

        return DoctorCheck.Of(Writer, set.Account, CheckResult.Ok, "The caller may make a version current (UpdateSecretVersionStage).");
    }

    private async Task<DoctorCheck> CheckReaderAsync(AccountSet set, CancellationToken cancellationToken)
    {
        if (set.Condition is SetCondition.ScheduledForDeletion)
        {
            return DoctorCheck.Of(Reader, set.Account, CheckResult.NotChecked, "A secret that is scheduled for deletion cannot be read.");
        }

        if (set.Secrets.First(secret => secret.Name == AccessKeyValue.FindEntry(set.Entries).Name) is { VersionId: null } missing)
        {
            return DoctorCheck.Of(Reader, set.Account, CheckResult.NotChecked, $"The secret {missing.Name} {(missing.Exists ? "has no current version" : "does not exist")}.");
        }

        var key = await reader.ReadCurrentAsync(set, cancellationToken).ConfigureAwait(false);
        return key.Error switch
        {
            null => DoctorCheck.Of(Reader, set.Account, CheckResult.Ok, "The caller may read the secret and use its key."),
            { ErrorCode: "AccessDeniedException", Message: var message } when !Remedies.MentionsKms(message) => DoctorCheck.Of(
                Reader,
                set.Account,
                CheckResult.NotChecked,
                "Whether a reader may use the key: the caller may not read values, and the function does not need to. Run the check as Concourse's role to check its permissions."),
            { ErrorCode: "DecryptionFailure" or "DecryptionFailureException", Message: var message } => DoctorCheck.Of(
                Reader, set.Account, CheckResult.Problem, message, "If the key is disabled or scheduled for deletion, nobody can read the secret: enable it (aws kms enable-key)."),
            var error => DoctorCheck.Of(Reader, set.Account, CheckResult.Problem, error.Message, "A reader needs kms:Decrypt on the key of the secret, both in its own policy and in the key policy."),
        };
    }
}
