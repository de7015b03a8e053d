using System.Diagnostics;

namespace Concourse.CredentialRotation;

/// <summary>Starts the activities of a rotation: one for the team, one for each account, and one for each of its steps. Without a listener there are none.</summary>
internal static class RotationActivities
{
    private static readonly ActivitySource Source = new(CredentialRotationTelemetry.ActivitySourceName, CredentialRotationTelemetry.Version);

    public static RotationActivity? StartTeam(Team team) =>
        Source.HasListeners() ? Start(ActivityNames.Team, [new(AttributeNames.Team, team.Name)]) : null;

    public static RotationActivity? StartAccount(Team team, Account account) =>
        Source.HasListeners() ? Start(ActivityNames.Account, [new(AttributeNames.Team, team.Name), new(AttributeNames.Account, account.Name)]) : null;

    public static RotationActivity? StartStep(Team team, Account account, RotationStep step) =>
        Source.HasListeners()
            ? Start(
                ActivityNames.Of(step),
                [new(AttributeNames.Team, team.Name), new(AttributeNames.Account, account.Name), new(AttributeNames.Step, step.ToName())])
            : null;

    private static RotationActivity? Start(string name, KeyValuePair<string, object?>[] attributes)
    {
        var parent = Activity.Current;
        try
        {
            return Source.StartActivity(ActivityKind.Internal, tags: attributes, name: name) is { } activity ? new(activity) : null;
        }
        catch (Exception)
        {
            // A listener threw. The rotation goes on as if nobody listened.
            Activity.Current = parent;
            return null;
        }
    }
}
