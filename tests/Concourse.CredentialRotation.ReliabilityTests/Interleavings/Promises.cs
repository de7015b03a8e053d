using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What must be true at the end of every run.</summary>
internal static class Promises
{
    /// <summary>Which promise a run broke that is over; null when none. To see whether the next rotation mends it, that is run.</summary>
    public static string? Broken(Run run)
    {
        if (!run.Rotations.All(rotation => rotation.IsCrashed || rotation.Outcome.IsCompletedSuccessfully))
        {
            return "a rotation has no outcome and waits for nothing";
        }

        var outcomes = run.Rotations.Where(rotation => !rotation.IsCrashed).Select(rotation => rotation.Outcome.Result).ToList();
        if (Leaks.In(outcomes.Select(outcome => outcome.ToString()), run.Aws.Sts).Any())
        {
            return "an outcome tells a secret";
        }

        if (IsTorn(run))
        {
            return !run.IsTroubled ? "torn without any trouble"
                : outcomes.Count == run.Rotations.Count && outcomes.All(outcome => outcome.Succeeded) ? "torn, and nobody says so"
                : MendedByTheNext(run) ? null : "not mended by the next rotation";
        }

        return !IsOneSession(run) ? "one version id, but values of different sessions"
            : !run.IsTroubled && !outcomes.OfType<RotatedOutcome>().Any(outcome => outcome.RotationId.ToString() == CurrentVersions(run)[0]) ? "whole, but not on the id of a rotation that says it rotated"
            : null;
    }

    public static bool IsTorn(Run run) => CurrentVersions(run) is var versions && (versions.Distinct().Count() > 1 || versions[0] is null);

    private static List<string?> CurrentVersions(Run run) => [.. StartingState.SecretNames.Select(run.Aws.Secrets.CurrentVersionId)];

    private static bool MendedByTheNext(Run run)
    {
        var next = run.Rotations[^1];
        next.Start();
        while (next.Pending is [var call, ..])
        {
            run.Let(new(call.Step));
        }

        return next.Outcome is { IsCompletedSuccessfully: true, Result: RotatedOutcome } && !IsTorn(run) && IsOneSession(run);
    }

    // The values are those of one session, or of the state at the start.
    private static bool IsOneSession(Run run)
    {
        var values = StartingState.SecretNames.Select(run.Aws.Secrets.Read).ToList();
        return run.Aws.Sts.Sessions.Any(session => values.SequenceEqual([session.AccessKeyId, session.SecretAccessKey, session.SessionToken]))
            || values.SequenceEqual(StartingState.Values);
    }
}
