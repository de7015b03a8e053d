namespace Concourse.CredentialRotation.Cli;

/// <summary>What each condition of a set is called, and what it means for pipelines.</summary>
internal static class SetConditions
{
    public static string Word(SetCondition condition) => condition switch
    {
        SetCondition.Whole => "whole",
        SetCondition.Expiring => "expiring",
        SetCondition.Expired => "expired",
        SetCondition.Torn => "torn",
        SetCondition.Missing => "missing",
        SetCondition.OtherTool => "other tool",
        SetCondition.ScheduledForDeletion => "to be deleted",
        _ => "unreadable",
    };

    /// <summary>The condition of a set whose secrets are all of one rotation.</summary>
    /// <param name="left">How long its session still lasts.</param>
    public static SetCondition OfWholeSet(TimeSpan left) =>
        left <= TimeSpan.Zero ? SetCondition.Expired : left <= TeamValidator.MinTimeToRenew ? SetCondition.Expiring : SetCondition.Whole;

    /// <summary>The same after "is".</summary>
    public static string Predicate(SetCondition condition) => condition is SetCondition.OtherTool ? "of another tool" : Word(condition);

    /// <summary>A color of the terminal's palette.</summary>
    public static string Color(SetCondition condition) => condition switch
    {
        SetCondition.Whole => "green",
        SetCondition.Expiring or SetCondition.OtherTool or SetCondition.Missing => "yellow",
        _ => "red",
    };

    /// <summary>What the condition means and what to do; null when all is well.</summary>
    public static string? Explain(SetCondition condition, IStoreFacts store) => condition switch
    {
        SetCondition.Expiring =>
            "The renewal is overdue: at most five minutes of the session are left, and steps that need longer fail with ExpiredToken. Look for the reason in the function's log.",
        SetCondition.Expired =>
            "The session has ended and was not renewed, so pipelines get ExpiredToken. Rotate the account, and look for the reason in the function's log.",
        SetCondition.Torn =>
            "The secrets do not belong to the same session, so pipelines get InvalidClientTokenId or SignatureDoesNotMatch, or miss a variable. The next rotation repairs the set, whatever its age.",
        SetCondition.Missing =>
            "None of the secrets exists, so pipelines get 'undefined vars'. The next rotation creates them.",
        SetCondition.OtherTool =>
            $"Something other than a rotation wrote the current values, so it is not known whose session they are and when it ends. The next rotation replaces them. CloudTrail knows who wrote them ({store.WriteOperation}).",
        SetCondition.ScheduledForDeletion =>
            "A secret is scheduled for deletion, so nobody can read it. The next rotation restores it.",
        _ => null,
    };
}
