using System.Diagnostics;

namespace Concourse.CredentialRotation;

/// <summary>
/// An activity of a rotation, which ends when it is disposed. Its attributes have no secrets, because errors are redacted before they get here. A listener
/// that throws does not change how the rotation ends.
/// </summary>
internal sealed class RotationActivity(Activity activity) : IDisposable
{
    /// <summary>Adds how the rotation of the team ended.</summary>
    public void SetOutcome(RotationReport report)
    {
        if (report.GetErrorType() is { } errorType)
        {
            var failed = report.Accounts.Count(account => !account.Succeeded);
            activity.SetTag(AttributeNames.ErrorType, errorType);
            activity.SetStatus(ActivityStatusCode.Error, $"{failed} of {report.Accounts.Count} accounts failed.");
        }
    }

    /// <summary>Adds how the rotation of the account ended.</summary>
    public void SetOutcome(AccountOutcome outcome)
    {
        activity.SetTag(AttributeNames.Outcome, outcome.Outcome);
        activity.SetTag(AttributeNames.RotationId, outcome.GetRotationId()?.ToString());
        activity.SetTag(AttributeNames.Step, (outcome as FailedOutcome)?.Step.ToName());
        SetError(outcome.GetError());
    }

    /// <summary>Adds why what the activity stands for failed; nothing if it did not.</summary>
    public void SetError(RotationError? error)
    {
        if (error is not null)
        {
            activity.SetTag(AttributeNames.ErrorType, error.Type);
            activity.SetTag(AttributeNames.AwsRequestId, error.AwsRequestId);
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }

    public void Dispose()
    {
        try
        {
            activity.Stop();
        }
        catch (Exception)
        {
            Activity.Current = activity.Parent;
        }
    }
}
