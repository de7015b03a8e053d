using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>Rotations of one set against each other, one call at a time.</summary>
internal sealed class Run(AwsStandIn aws, IReadOnlyList<SteppedRotation> rotations)
{
    private const int LongestRun = 500;

    private const int ThrottledInARow = 3;

    private static readonly AwsAnswer Refusal = new(400, "application/x-amz-json-1.1", """{"__type":"AccessDeniedException","Message":"no"}""");
    private static readonly AwsAnswer Throttling = new(400, "application/x-amz-json-1.1", """{"__type":"ThrottlingException","Message":"Rate exceeded"}""");
    private static readonly AwsAnswer StsThrottling = new(
        400, "text/xml", """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>""");

    private readonly Dictionary<string, string> _versionNames = [];
    private int _steps;
    private TroubleKind? _trouble;
    private Step? _throttled;
    private int _throttledLeft;

    public AwsStandIn Aws => aws;

    public IReadOnlyList<SteppedRotation> Rotations => rotations;

    /// <summary>Whether something went wrong that a rotation may fail of. Being throttled is not.</summary>
    public bool IsTroubled => _trouble is not null and not TroubleKind.Throttled;

    public bool IsOver => rotations.All(rotation => rotation.Pending.Count == 0);

    /// <summary>
    /// The secrets, and what each rotation knows or how it ended. Runs that come to the same state have the same future: version ids
    /// have names here that do not depend on the run, and a first version is called born whoever brought it, as all first versions differ.
    /// </summary>
    public UInt128 State => Hash(rotations.Select(rotation => rotation.State));

    public void Start(StartingState start, CancellationToken cancellationToken = default)
    {
        (_steps, _trouble, _throttled, _throttledLeft) = (0, null, null, 0);
        _versionNames.Clear();
        aws.Reset();
        start.Arrange(aws.Secrets);
        foreach (var rotation in rotations)
        {
            rotation.Start(cancellationToken);
        }
    }

    /// <summary>All that may happen next, in a fixed order. Only the first rotation has trouble, and once: the others run the same code.</summary>
    public IEnumerable<Move> Moves(bool withTrouble) => rotations.SelectMany(rotation => Moves(rotation, withTrouble));

    /// <summary>
    /// Enough of what may happen next to come to every end: where a rotation has a call that concerns no other, whatever that does, it is
    /// the same first or later. (Persistent sets: P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, 1996.)
    /// </summary>
    public IEnumerable<Move> SufficientMoves(bool withTrouble)
    {
        foreach (var rotation in rotations)
        {
            var isAlone = rotations.All(other => other == rotation || other.Pending.Count == 0);
            var quiet = rotation.Pending.Where(call => isAlone || ConcernsNoOther(call.Step) || IsThrottled(call.Step)).Select(call => call.Step).ToList();
            if (quiet.Count > 0 && !MayMeetTrouble(rotation, withTrouble))
            {
                return [new(quiet.Min()!)];
            }

            // Trouble can only come once, so one that comes to another call first is not the same.
            if (quiet.Count > 0 && quiet.Count == rotation.Pending.Count)
            {
                return Moves(rotation, withTrouble);
            }
        }

        return Moves(withTrouble);
    }

    public void Let(Move move)
    {
        if (++_steps > LongestRun)
        {
            throw new InvalidOperationException("The rotations find no end.");
        }

        Meet(move);
        var rotation = RotationOf(move);
        if (move.Trouble is TroubleKind.Crash)
        {
            rotation.Crash();
        }
        else
        {
            var call = rotation.Find(move.Step);
            var isThrottled = IsThrottled(call.Step);
            var reply = Perform(call, move.Trouble);
            if (isThrottled)
            {
                rotation.DeliverThrottled(call, Http(reply.Answer!));
                return;
            }

            rotation.Deliver(call, reply, reply.Answer is { } answer ? Http(answer) : null, isLate: move.Trouble is TroubleKind.LostTime);
        }
    }

    /// <summary>The state that a move leads to, provided that the rotation neither ends nor begins its promotion by it; nothing is done.</summary>
    public UInt128 Foresee(Move move)
    {
        var (mover, met, putBack) = (RotationOf(move), (_trouble, _throttled, _throttledLeft), aws.Secrets.Remember());
        Meet(move);
        var isThrottled = IsThrottled(move.Step);
        var known = move.Trouble is TroubleKind.Crash ? SteppedRotation.Crashed
            : Perform(mover.Find(move.Step), move.Trouble) is var reply && isThrottled ? mover.State
            : mover.StateWith(move.Step, reply);
        var state = Hash(rotations.Select(rotation => rotation == mover ? known : rotation.State));
        (_trouble, _throttled, _throttledLeft) = met;
        putBack();
        return state;
    }

    public string Describe() =>
        string.Join(", ", rotations.Select(rotation => $"{rotation.Name}: {(rotation.IsCrashed ? "crashed" : rotation.Outcome.IsCompleted ? rotation.Outcome.Result : "waits")}"))
        + $"; current: {string.Join(' ', StartingState.SecretNames.Select(name => aws.Secrets.CurrentVersionId(name)))}";

    private static HttpResponseMessage Http(AwsAnswer answer) => new((HttpStatusCode)answer.Status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Text)) { Headers = { { "Content-Type", answer.ContentType } } },
    };

    private SteppedRotation RotationOf(Move move) => rotations.Single(rotation => rotation.Name == move.Step.Rotation);

    // A put only adds a version of its own rotation and moves AWSPENDING, which the protocol never reads; the first version is an exception.
    private bool ConcernsNoOther(Step step) => step.Operation is "AssumeRole" or "GetCallerIdentity"
        || (step.Operation is "PutSecretValue" && aws.Secrets.CurrentVersionId(step.Resource) is not null);

    private bool MayMeetTrouble(SteppedRotation rotation, bool withTrouble) => withTrouble && _trouble is null && rotation == rotations[0];

    private void Meet(Move move)
    {
        if (move.Trouble is { } trouble)
        {
            _trouble = trouble;
            (_throttled, _throttledLeft) = trouble is TroubleKind.Throttled ? (move.Step, ThrottledInARow) : (null, 0);
        }
    }

    /// <summary>Whether it is the call that is throttled, or the next attempt of it, which has the same name. What happens to it, no other rotation sees.</summary>
    private bool IsThrottled(Step step) => _throttledLeft > 0 && step == _throttled;

    private IEnumerable<Move> Moves(SteppedRotation rotation, bool withTrouble)
    {
        var steps = rotation.Pending.Select(call => call.Step).Order().ToList();
        if (!MayMeetTrouble(rotation, withTrouble) || steps.Count == 0)
        {
            return steps.Select(step => new Move(step));
        }

        // A crash is the same at whichever call that waits.
        TroubleKind?[] kinds = [null, TroubleKind.Error, TroubleKind.Throttled, TroubleKind.LostAnswer, TroubleKind.LostTime];
        return steps.SelectMany(step => kinds.Select(kind => new Move(step, kind))).Append(new(steps[0], TroubleKind.Crash));
    }

    private Reply Perform(PendingCall call, TroubleKind? trouble)
    {
        if (trouble is TroubleKind.Error)
        {
            return new(Refusal, "refused");
        }

        var (operation, resource) = (call.Step.Operation, call.Step.Resource);
        if (IsThrottled(call.Step))
        {
            _throttledLeft--;
            return new(operation is "AssumeRole" or "GetCallerIdentity" ? StsThrottling : Throttling, "throttled");
        }

        if (call.VersionId is { } version)
        {
            _versionNames[version] = RotationId.TryParse(version, out _) ? call.Step.Rotation : "born";
        }

        var performed = aws.AnswerAsync(call.Request, CancellationToken.None);
        var answer = performed.IsCompletedSuccessfully && performed.Result is { } done ? done : throw new InvalidOperationException("The stand-in did not answer at once.");
        if (trouble is not null)
        {
            return new(null, trouble.ToString()!);
        }

        var tellsCurrent = operation is "DescribeSecret" || (operation is "CreateSecret" && answer.Status == 200);
        var current = tellsCurrent ? Named(aws.Secrets.CurrentVersionId(resource)) : null;
        return new(answer, $"{answer.Status.ToString(CultureInfo.InvariantCulture)} {current}", current);
    }

    private UInt128 Hash(IEnumerable<string> rotationStates)
    {
        var secrets = StartingState.SecretNames.Select(name =>
            $"{Named(aws.Secrets.CurrentVersionId(name))} of {string.Join(' ', aws.Secrets.VersionIds(name).Select(Named).Order(StringComparer.Ordinal))}");
        var text = string.Join('|', rotationStates.Concat(secrets).Append(_trouble is null ? "" : IsTroubled ? "troubled" : _throttledLeft > 0 ? $"throttled {_throttledLeft} {_throttled}" : "throttled"));
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private string Named(string? versionId) => versionId is null ? "none" : _versionNames.GetValueOrDefault(versionId, versionId);
}
