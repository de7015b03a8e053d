using System.Net;
using System.Text;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>Rotations of one set against each other, one call at a time.</summary>
internal sealed class Run(AwsStandIn aws, IReadOnlyList<SteppedRotation> rotations)
{
    private const int LongestRun = 500;

    private static readonly string[] Names = ["access-key", "secret-key", "session-token"];

    private Trouble? _trouble;
    private int _steps;

    /// <summary>The calls that could go through next, in a fixed order.</summary>
    public IReadOnlyList<PendingCall> Enabled => [.. rotations.SelectMany(rotation => rotation.Pending).OrderBy(call => call.Step)];

    public IReadOnlyList<SteppedRotation> Rotations => rotations;

    private IReadOnlyList<string?> Current => [.. Names.Select(name => aws.Secrets.CurrentVersionId($"/concourse/team/lab-{name}"))];

    public void Start(StartingState start, Trouble? trouble, CancellationToken cancellationToken = default)
    {
        (_trouble, _steps) = (trouble, 0);
        aws.Reset();
        start.Arrange(aws.Secrets);
        foreach (var rotation in rotations)
        {
            rotation.Start(cancellationToken);
        }
    }

    public void Let(PendingCall call)
    {
        if (++_steps > LongestRun)
        {
            throw new InvalidOperationException("The rotations find no end.");
        }

        var rotation = rotations.Single(rotation => rotation.Name == call.Step.Rotation);
        var kind = _trouble is { } trouble && trouble.At == call.Step ? trouble.Kind : (TroubleKind?)null;
        if (kind is TroubleKind.Crash)
        {
            rotation.Crash();
            return;
        }

        var answer = kind is TroubleKind.Error
            ? new AwsAnswer(400, "application/x-amz-json-1.1", """{"__type":"AccessDeniedException","Message":"no"}""")
            : Perform(call);
        if (kind is TroubleKind.LostTime)
        {
            rotation.PassHalfTheReserve();
        }

        rotation.Deliver(call, kind is TroubleKind.LostAnswer or TroubleKind.LostTime ? null : Http(answer));
    }

    /// <summary>Which promise this finished run broke; null when none.</summary>
    public string? BrokenPromise()
    {
        if (!HasEnded)
        {
            return "a rotation has no outcome and waits for nothing";
        }

        var outcomes = rotations.Where(rotation => !rotation.IsCrashed).Select(rotation => rotation.Outcome.Result).ToList();
        if (Leaks.In(outcomes.Select(outcome => outcome.ToString()), aws.Sts).Any())
        {
            return "an outcome tells a secret";
        }

        var ids = Current.Distinct().ToList();
        var isTorn = ids.Count != 1 || ids[0] is null;
        if (_trouble is null && isTorn)
        {
            return "torn without any trouble";
        }

        if (_trouble is null && !(RotationId.TryParse(ids[0], out var id) && outcomes.OfType<RotatedOutcome>().Any(outcome => outcome.RotationId == id)))
        {
            return "whole, but not on the id of a rotation that says it rotated";
        }

        if (!isTorn)
        {
            return IsOneSession() ? null : "one version id, but values of different sessions";
        }

        if (outcomes.Count == rotations.Count && outcomes.All(outcome => outcome.Succeeded))
        {
            return "torn, and nobody says so";
        }

        return MendedByTheNext() ? null : "not mended by the next rotation";
    }

    public bool IsTorn => Current.Distinct().Count() != 1 || Current[0] is null;

    public bool HasEnded => rotations.All(rotation => rotation.IsCrashed || rotation.Outcome.IsCompletedSuccessfully);

    /// <summary>How the rotations ended and whose version each secret has, in words that do not depend on the ids of this run.</summary>
    public string Ending => string.Join(' ', rotations.Select(rotation => rotation.IsCrashed ? "crashed" : rotation.Outcome.Result.Kind)
        .Concat(Current.Select(id => rotations.FirstOrDefault(rotation => rotation.Outcome.IsCompleted && rotation.Outcome.Result is RotatedOutcome rotated && rotated.RotationId.ToString() == id)?.Name ?? "other")));

    public string Describe() =>
        string.Join(", ", rotations.Select(rotation => $"{rotation.Name}: {(rotation.IsCrashed ? "crashed" : rotation.Outcome.IsCompleted ? rotation.Outcome.Result : "waits")}"))
        + $"; current: {string.Join(" ", Current)}";

    private bool MendedByTheNext()
    {
        _trouble = null;
        var next = rotations[^1];
        next.Start();
        while (next.Pending is [var call, ..])
        {
            Let(call);
        }

        return next.Outcome is { IsCompletedSuccessfully: true, Result: RotatedOutcome } && !IsTorn && IsOneSession();
    }

    // The values are those of one session, or of the state at the start.
    private bool IsOneSession()
    {
        var values = Names.Select(name => aws.Secrets.Read($"/concourse/team/lab-{name}")).ToList();
        return aws.Sts.Sessions.Any(session => values.SequenceEqual([session.AccessKeyId, session.SecretAccessKey, session.SessionToken]))
            || values.SequenceEqual(StartingState.Values);
    }

    private AwsAnswer Perform(PendingCall call)
    {
        var answer = aws.AnswerAsync(call.Request, CancellationToken.None);
        return answer.IsCompletedSuccessfully && answer.Result is { } done ? done : throw new InvalidOperationException("The stand-in did not answer at once.");
    }

    private static HttpResponseMessage Http(AwsAnswer answer) => new((HttpStatusCode)answer.Status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Text)) { Headers = { { "Content-Type", answer.ContentType } } },
    };
}
