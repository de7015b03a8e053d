namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>The invariants that hold at the end of every run.</summary>
internal static class Invariants
{
    /// <summary>Finds an invariant that a finished run violates; null when there is none. Runs another rotation to check that it repairs a torn set.</summary>
    public static string? FindViolation(Run run)
    {
        if (!run.Rotations.All(rotation => rotation.IsCrashed || rotation.Outcome is not null))
        {
            return "a rotation has neither an outcome nor a pending call";
        }

        var outcomes = run.Rotations.Where(rotation => !rotation.IsCrashed).Select(rotation => rotation.Outcome!).ToList();
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
            : outcomes.OfType<RotatedOutcome>().Any() && IsOld(run) ? "as it was at the start, though a rotation reports it as rotated"
            : !run.HasFault && !outcomes.OfType<RotatedOutcome>().Any(outcome => outcome.RotationId.ToString() == CurrentVersions(run)[0]) ? "consistent, but under an ID that no rotation reported as rotated"
            : null;
    }

    /// <summary>Whether the outcome of a rotation contains a secret.</summary>
    public static bool Leaks(Run run, IRotation rotation) => rotation.Outcome is { } outcome && Concourse.CredentialRotation.Tests.Shared.Leaks.In([outcome.ToString()], run.Aws.Sts).Any();

    /// <summary>What an outcome states that the invariants verify.</summary>
    public static string StatementOf(AccountOutcome outcome) => DeniesWriting(outcome) ? $"{outcome.Outcome}, nothing written" : outcome.Outcome;

    public static bool IsTorn(Run run) => CurrentVersions(run) is var versions && (versions.Distinct().Count() > 1 || versions[0] is null);

    // Without one, the set is as torn as it was at the start, or consists of secrets that were missing.
    private static bool HasPromotedVersion(Run run) => CurrentVersions(run).Exists(version => RotationId.TryParse(version, out _));

    private static List<string?> CurrentVersions(Run run) => [.. run.Start.SecretNames.Select(run.Aws.Secrets.CurrentVersionId)];

    private static bool DeniesItsVersion(Run run, IRotation rotation) =>
        !rotation.IsCrashed
        && DeniesWriting(rotation.Outcome!)
        && CurrentVersions(run).Exists(version => run.IsVersionOf(rotation, version));

    private static bool DeniesWriting(AccountOutcome outcome) =>
        outcome is FailedOutcome { Error.Message: var message }
        && (message.Contains("Nothing was written.", StringComparison.Ordinal) || message.Contains("Nothing of this rotation was promoted.", StringComparison.Ordinal));

    private static bool IsRepairedByTheNext(Run run)
    {
        var next = run.Next;
        next.Start(run.Start.Layout);
        while (next.Pending is [var call, ..])
        {
            run.Apply(new(call.Step));
        }

        return next.Outcome is RotatedOutcome && !IsTorn(run) && IsOneSession(run);
    }

    // The values are those of one session, or of the state at the start.
    private static bool IsOneSession(Run run)
    {
        var values = run.Start.SecretNames.Select(run.Aws.Secrets.Read).ToList();
        return run.Aws.Sts.Sessions.Any(session => run.Start.AreOf(session, values)) || run.Start.AreOld(values);
    }

    private static bool IsOld(Run run) => run.Start.AreOld(run.Start.SecretNames.Select(run.Aws.Secrets.Read));
}
