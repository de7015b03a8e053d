using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>Rotations of one set against each other, one call at a time.</summary>
internal sealed class Run(AwsEmulator aws, IReadOnlyList<SteppedRotation> rotations)
{
    private const int MaxSteps = 500;

    private readonly Dictionary<string, string> _versionNames = [];
    private int _steps;
    private FaultState _fault;
    private StartingState? _start;

    public AwsEmulator Aws => aws;

    public IReadOnlyList<SteppedRotation> Rotations => rotations;

    /// <inheritdoc cref="FaultState.MayFailARotation"/>
    public bool HasFault => _fault.MayFailARotation;

    public bool IsOver => rotations.All(rotation => rotation.Pending.Count == 0);

    /// <summary>
    /// The secrets, and what each rotation knows or how it ended. Runs that come to the same state have the same future: version ids
    /// have names here that do not depend on the run, and an initial version is called that whoever wrote it, as all initial versions differ.
    /// </summary>
    public UInt128 State => Hash(rotations.Select(rotation => rotation.State));

    /// <summary>Where the rotations began.</summary>
    public StartingState Start => _start ?? throw new InvalidOperationException("The run has not begun.");

    public void Begin(StartingState start, CancellationToken cancellationToken = default)
    {
        (_steps, _fault, _start) = (0, default, start);
        _versionNames.Clear();
        aws.Reset();
        start.Arrange(aws.Secrets);
        foreach (var rotation in rotations)
        {
            rotation.Start(start.Layout, cancellationToken);
        }
    }

    /// <summary>All that may happen next, in a fixed order. Only the first rotation meets a fault, and once: the others run the same code.</summary>
    public IEnumerable<Move> Moves(bool withFault) => rotations.SelectMany(rotation => Moves(rotation, withFault));

    /// <summary>
    /// Enough of what may happen next to come to every end: where a rotation has a call that concerns no other, whatever that does, it is
    /// the same first or later. (Persistent sets: P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, 1996.)
    /// </summary>
    public IEnumerable<Move> SufficientMoves(bool withFault)
    {
        foreach (var rotation in rotations)
        {
            var isAlone = rotations.All(other => other == rotation || other.Pending.Count == 0);
            var quiet = rotation.Pending.Where(call => isAlone || ConcernsNoOther(call) || _fault.Throttles(call.Step)).Select(call => call.Step).ToList();
            if (quiet.Count > 0 && !MayMeetFault(rotation, withFault))
            {
                return [new(quiet.Min()!)];
            }

            // A fault comes only once, so it is not the same when another call meets it first.
            if (quiet.Count > 0 && quiet.Count == rotation.Pending.Count)
            {
                return Moves(rotation, withFault);
            }
        }

        return Moves(withFault);
    }

    public void Apply(Move move)
    {
        if (++_steps > MaxSteps)
        {
            throw new InvalidOperationException("The rotations do not end.");
        }

        _fault = _fault.After(move);
        var rotation = RotationOf(move);
        if (move.Fault is FaultKind.Crash)
        {
            rotation.Crash();
        }
        else
        {
            var call = rotation.Find(move.Step);
            var isThrottled = _fault.Throttles(call.Step);
            var reply = Perform(call, move.Fault);
            if (isThrottled)
            {
                rotation.DeliverThrottled(call, Http(reply.Response!));
                return;
            }

            rotation.Deliver(call, reply, reply.Response is { } response ? Http(response) : null, isLate: move.Fault is FaultKind.LostResponseAtDeadline);
        }
    }

    /// <summary>The state that a move leads to, unless the rotation ends or begins its promotion by it; the move is not made.</summary>
    public UInt128 Predict(Move move)
    {
        var (mover, before, restore) = (RotationOf(move), _fault, aws.Secrets.TakeSnapshot());
        _fault = _fault.After(move);
        var isThrottled = _fault.Throttles(move.Step);
        var known = move.Fault is FaultKind.Crash ? SteppedRotation.Crashed
            : Perform(mover.Find(move.Step), move.Fault) is var reply && isThrottled ? mover.State
            : mover.StateWith(move.Step, reply);
        var state = Hash(rotations.Select(rotation => rotation == mover ? known : rotation.State));
        _fault = before;
        restore();
        return state;
    }

    public string Describe() =>
        string.Join(", ", rotations.Select(rotation => $"{rotation.Name}: {(rotation.IsCrashed ? "crashed" : rotation.Outcome.IsCompleted ? rotation.Outcome.Result : "waits")}"))
        + $"; current: {string.Join(' ', Start.SecretNames.Select(name => aws.Secrets.CurrentVersionId(name)))}";

    /// <summary>Whether a version is that of a rotation.</summary>
    public bool IsVersionOf(SteppedRotation rotation, string? versionId) => versionId is not null && _versionNames.GetValueOrDefault(versionId) == rotation.Name;

    private static HttpResponseMessage Http(AwsResponse response) => new((HttpStatusCode)response.Status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(response.Text)) { Headers = { { "Content-Type", response.ContentType } } },
    };

    private SteppedRotation RotationOf(Move move) => rotations.Single(rotation => rotation.Name == move.Step.Rotation);

    // A put only adds a version of its own rotation and moves AWSPENDING, which the protocol never reads; the first version is an exception.
    private bool ConcernsNoOther(PendingCall call) => call.Step.IsSts
        || (call.Step.Operation is "PutSecretValue" && !call.MakesCurrent && aws.Secrets.CurrentVersionId(call.Step.Resource) is not null)
        || (call.Step.Operation is "DescribeSecret" && !Start.SecretNames.Contains(call.Step.Resource));

    private bool MayMeetFault(SteppedRotation rotation, bool withFault) => withFault && _fault.Kind is null && rotation == rotations[0];

    private IEnumerable<Move> Moves(SteppedRotation rotation, bool withFault)
    {
        var steps = rotation.Pending.Select(call => call.Step).Order().ToList();
        if (!MayMeetFault(rotation, withFault) || steps.Count == 0)
        {
            return steps.Select(step => new Move(step));
        }

        // A crash is the same at whichever call that waits.
        FaultKind?[] kinds = [null, FaultKind.Refused, FaultKind.Throttled, FaultKind.LostResponse, FaultKind.LostResponseAtDeadline];
        return steps.SelectMany(step => kinds.Select(kind => new Move(step, kind))).Append(new(steps[0], FaultKind.Crash));
    }

    private Reply Perform(PendingCall call, FaultKind? fault)
    {
        if (fault is FaultKind.Refused)
        {
            return new(FaultResponses.Refused, "refused");
        }

        var (operation, resource) = (call.Step.Operation, call.Step.Resource);
        if (_fault.Throttles(call.Step))
        {
            _fault = _fault.AfterThrottledAttempt();
            return new(FaultResponses.Throttled(call.Step), "throttled");
        }

        if (call.VersionId is { } version)
        {
            _versionNames[version] = RotationId.TryParse(version, out _) ? call.Step.Rotation : "initial";
        }

        var performed = aws.RespondAsync(call.Request, CancellationToken.None);
        var response = performed.IsCompletedSuccessfully && performed.Result is { } done ? done : throw new InvalidOperationException("The stand-in did not respond at once.");
        if (fault is not null)
        {
            return new(null, fault.ToString()!);
        }

        var hasCurrent = operation is "DescribeSecret" || (operation is "CreateSecret" && response.Status == 200);
        var current = hasCurrent ? Named(aws.Secrets.CurrentVersionId(resource)) : null;
        var deleted = operation is "DescribeSecret" && response.Status == 200 && aws.Secrets.IsScheduledForDeletion(resource) ? " deleted" : "";
        return new(response, $"{response.Status.ToString(CultureInfo.InvariantCulture)} {current}{deleted}", current);
    }

    private UInt128 Hash(IEnumerable<string> rotationStates)
    {
        var secrets = Start.SecretNames.Select(name =>
            $"{(aws.Secrets.IsScheduledForDeletion(name) ? "deleted " : "")}{Named(aws.Secrets.CurrentVersionId(name))} of {string.Join(' ', aws.Secrets.VersionIds(name).Select(Named).Order(StringComparer.Ordinal))}");
        var text = string.Join('|', rotationStates.Concat(secrets).Append(_fault.ToString()));
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private string Named(string? versionId) => versionId is null ? "none" : _versionNames.GetValueOrDefault(versionId, versionId);
}
