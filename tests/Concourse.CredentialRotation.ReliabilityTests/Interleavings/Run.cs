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

    private static readonly AwsAnswer Refusal = new(400, "application/x-amz-json-1.1", """{"__type":"AccessDeniedException","Message":"no"}""");

    private readonly Dictionary<string, string> _versionNames = [];
    private int _steps;

    public AwsStandIn Aws => aws;

    public IReadOnlyList<SteppedRotation> Rotations => rotations;

    public bool IsTroubled { get; private set; }

    public bool IsOver => rotations.All(rotation => rotation.Pending.Count == 0);

    /// <summary>
    /// The secrets, and what each rotation knows or how it ended. Runs that come to the same state have the same future: version ids
    /// have names here that do not depend on the run, and a first version is called born whoever brought it, as all first versions differ.
    /// </summary>
    public UInt128 State => Hash(rotations.Select(rotation => rotation.State));

    public void Start(StartingState start, CancellationToken cancellationToken = default)
    {
        (_steps, IsTroubled) = (0, false);
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
            var quiet = rotation.Pending.Where(call => isAlone || ConcernsNoOther(call.Step)).Select(call => call.Step).ToList();
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

        IsTroubled |= move.Trouble is not null;
        var rotation = RotationOf(move);
        if (move.Trouble is TroubleKind.Crash)
        {
            rotation.Crash();
        }
        else
        {
            var call = rotation.Find(move.Step);
            var reply = Perform(call, move.Trouble);
            rotation.Deliver(call, reply, reply.Answer is { } answer ? Http(answer) : null, isLate: move.Trouble is TroubleKind.LostTime);
        }
    }

    /// <summary>The state that a move leads to, provided that the rotation neither ends nor begins its promotion by it; nothing is done.</summary>
    public UInt128 Foresee(Move move)
    {
        var (mover, wasTroubled, putBack) = (RotationOf(move), IsTroubled, aws.Secrets.Remember());
        var known = move.Trouble is TroubleKind.Crash ? SteppedRotation.Crashed
            : mover.StateWith(move.Step, Perform(mover.Find(move.Step), move.Trouble));
        IsTroubled |= move.Trouble is not null;
        var state = Hash(rotations.Select(rotation => rotation == mover ? known : rotation.State));
        IsTroubled = wasTroubled;
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

    private bool MayMeetTrouble(SteppedRotation rotation, bool withTrouble) => withTrouble && !IsTroubled && rotation == rotations[0];

    private IEnumerable<Move> Moves(SteppedRotation rotation, bool withTrouble)
    {
        var steps = rotation.Pending.Select(call => call.Step).Order().ToList();
        if (!MayMeetTrouble(rotation, withTrouble) || steps.Count == 0)
        {
            return steps.Select(step => new Move(step));
        }

        // A crash is the same at whichever call that waits.
        TroubleKind?[] kinds = [null, TroubleKind.Error, TroubleKind.LostAnswer, TroubleKind.LostTime];
        return steps.SelectMany(step => kinds.Select(kind => new Move(step, kind))).Append(new(steps[0], TroubleKind.Crash));
    }

    private Reply Perform(PendingCall call, TroubleKind? trouble)
    {
        if (trouble is TroubleKind.Error)
        {
            return new(Refusal, "refused");
        }

        var (operation, resource) = (call.Step.Operation, call.Step.Resource);
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
        var text = string.Join('|', rotationStates.Concat(secrets).Append(IsTroubled ? "troubled" : ""));
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private string Named(string? versionId) => versionId is null ? "none" : _versionNames.GetValueOrDefault(versionId, versionId);
}
