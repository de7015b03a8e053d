using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>The invariants that hold at the end of every run.</summary>
internal static class Invariants
{
    /// <summary>Finds an invariant that a finished run violates; null when there is none. Runs another rotation to check that it repairs a torn set.</summary>
    public static string? FindViolation(Run run)
    {
        if (!run.Rotations.All(rotation => rotation.IsCrashed || rotation.Outcome.IsCompletedSuccessfully))
        {
            return "a rotation has neither an outcome nor a pending call";
        }

        var outcomes = run.Rotations.Where(rotation => !rotation.IsCrashed).Select(rotation => rotation.Outcome.Result).ToList();
        if (Leaks.In(outcomes.Select(outcome => outcome.ToString()), run.Aws.Sts).Any())
        {
            return "an outcome contains a secret";
        }

        if (run.Rotations.FirstOrDefault(rotation => DeniesItsVersion(run, rotation)) is { } rotation)
        {
            return $"{rotation.Name} reports that nothing of it is current, but its version is";
        }

        if (IsTorn(run))
        {
            return !run.HasFault ? "torn without a fault"
                : outcomes.Count == run.Rotations.Count && HasPromotedVersion(run) && !outcomes.OfType<TornOutcome>().Any() ? "torn, and no rotation reports it"
                : IsRepairedByTheNext(run) ? null : "not repaired by the next rotation";
        }

        return !IsOneSession(run) ? "one version ID, but values of different sessions"
            : !run.HasFault && !outcomes.OfType<RotatedOutcome>().Any(outcome => outcome.RotationId.ToString() == CurrentVersions(run)[0]) ? "consistent, but under an ID that no rotation reported as rotated"
            : null;
    }

    public static bool IsTorn(Run run) => CurrentVersions(run) is var versions && (versions.Distinct().Count() > 1 || versions[0] is null);

    // Without one, the set is as torn as it was at the start, or consists of secrets that were missing.
    private static bool HasPromotedVersion(Run run) => CurrentVersions(run).Exists(version => RotationId.TryParse(version, out _));

    private static List<string?> CurrentVersions(Run run) => [.. run.Start.SecretNames.Select(run.Aws.Secrets.CurrentVersionId)];

    private static bool DeniesItsVersion(Run run, SteppedRotation rotation) =>
        !rotation.IsCrashed
        && rotation.Outcome.Result is FailedOutcome { Error.Message: var message }
        && (message.Contains("Nothing was written.", StringComparison.Ordinal) || message.Contains("Nothing of this rotation was promoted.", StringComparison.Ordinal))
        && CurrentVersions(run).Exists(version => run.IsVersionOf(rotation, version));

    private static bool IsRepairedByTheNext(Run run)
    {
        var next = run.Rotations[^1];
        next.Start(run.Start.Layout);
        while (next.Pending is [var call, ..])
        {
            run.Apply(new(call.Step));
        }

        return next.Outcome is { IsCompletedSuccessfully: true, Result: RotatedOutcome } && !IsTorn(run) && IsOneSession(run);
    }

    // The values are those of one session, or of the state at the start.
    private static bool IsOneSession(Run run)
    {
        var values = run.Start.SecretNames.Select(run.Aws.Secrets.Read).ToList();
        return run.Aws.Sts.Sessions.Any(session => run.Start.AreOf(session, values)) || run.Start.AreOld(values);
    }
}
