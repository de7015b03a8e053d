namespace Concourse.CredentialRotation.Cli;

/// <summary>Checks the secrets of an account: their condition, what should be changed, and what the caller may do with them.</summary>
internal sealed class SecretChecks(IStoreFacts store, IStoreChecks checks)
{
    private const string Check = "secrets";

    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(AccountSet set, CancellationToken cancellationToken) => set.Condition switch
    {
        SetCondition.Unreadable => [DoctorCheck.Of(Check, set.Account, CheckResult.Problem, set.State.Error!.Message, "Correct what the message names.")],
        SetCondition.Missing => [DoctorCheck.Of(Check, set.Account, CheckResult.Note, "The secrets do not exist yet. The first rotation creates them.")],
        _ =>
        [
            CheckCondition(set),
            .. store.FindWarnings(set.State).Select(warning => DoctorCheck.Of(Check, set.Account, CheckResult.Problem, warning.Message, warning.Remedy)),
            .. await checks.CheckAccessAsync(set, cancellationToken).ConfigureAwait(false),
        ],
    };

    private DoctorCheck CheckCondition(AccountSet set) => SetConditions.Explain(set.Condition, store) is { } explanation
        ? DoctorCheck.Of(Check, set.Account, CheckResult.Problem, $"The set is {SetConditions.Predicate(set.Condition)}. {explanation}")
        : DoctorCheck.Of(Check, set.Account, CheckResult.Ok, "The set is whole.");
}
