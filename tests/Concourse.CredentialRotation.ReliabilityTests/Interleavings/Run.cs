using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>Rotations of one set against each other, one call at a time.</summary>
/// <param name="aws">The AWS that they call.</param>
/// <param name="rotations">The rotations. The first one meets the fault.</param>
/// <param name="next">The rotation that comes after them and repairs what they leave; null for none.</param>
internal sealed class Run(AwsEmulator aws, IReadOnlyList<IRotation> rotations, IRotation? next = null)
{
    private const int MaxSteps = 500;

    private readonly Action _empty = aws.Secrets.TakeSnapshot();
    private readonly Dictionary<string, string> _versionNames = [];
    private readonly Dictionary<Step, AwsResponse> _sessions = [];
    private int _steps;
    private FaultState _fault;
    private StartingState? _start;

    public AwsEmulator Aws => aws;

    public IReadOnlyList<IRotation> Rotations => rotations;

    public IRotation Next => next ?? throw new InvalidOperationException("The run has no next rotation.");

    /// <inheritdoc cref="FaultState.MayFailARotation"/>
    public bool HasFault => _fault.MayFailARotation;

    public bool IsOver => rotations.All(rotation => rotation.Pending.Count == 0);

    /// <summary>
    /// The secrets, and what each rotation knows or how it ended. Runs that come to the same state have the same future: version ids
    /// have names that do not depend on the run, and an initial version is called that whoever wrote it, as no more than one of a secret is ever current.
    /// </summary>
    public UInt128 State
    {
        get
        {
            var secrets = Start.SecretNames.Select(name =>
                $"{(aws.Secrets.IsScheduledForDeletion(name) ? "deleted " : "")}{Named(aws.Secrets.CurrentVersionId(name))} of {string.Join(' ', aws.Secrets.VersionIds(name).Select(Named).Order(StringComparer.Ordinal))}");
            var text = StableVersionIds.WithoutAuthorsOfInitialVersions(string.Join('|', rotations.Select(rotation => rotation.State).Concat(secrets).Append(_fault.ToString())));
            return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>Where the rotations began.</summary>
    public StartingState Start => _start ?? throw new InvalidOperationException("The run has not begun.");

    public void Begin(StartingState start, CancellationToken cancellationToken = default)
    {
        (_steps, _fault, _start) = (0, default, start);
        _empty();
        aws.ForgetCalls();
        start.Arrange(aws.Secrets);
        foreach (var rotation in rotations)
        {
            rotation.Start(start.Layout, cancellationToken);
        }
    }

    /// <summary>All that may happen next, in a fixed order. Only the first rotation meets a fault, and once: the others run the same code.</summary>
    public IEnumerable<Move> Moves(bool withFault) => rotations.SelectMany(rotation => Moves(rotation, withFault));

    /// <summary>
    /// Enough of what may happen next to reach every end: a call that does not affect another rotation has the same effect now or later.
    /// (Persistent sets: P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, 1996.)
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
            var reply = Perform(rotation.Pending.Single(call => call.Step == move.Step), move.Fault);
            // The others do not notice.
            rotation.Deliver(move.Step, reply, rotation == rotations[0] ? _fault : default);
        }
    }

    /// <summary>Notes what AWS has, and the fault; what is returned restores it, as often as it is called. The rotations are not part of it.</summary>
    public Action TakeSnapshot()
    {
        var (steps, fault, restore) = (_steps, _fault, aws.Secrets.TakeSnapshot());
        return () =>
        {
            (_steps, _fault) = (steps, fault);
            restore();
            aws.ForgetCalls();
        };
    }

    public string Describe() =>
        string.Join(", ", rotations.Select(rotation => $"{rotation.Name}: {(rotation.IsCrashed ? "crashed" : rotation.Outcome?.ToString() ?? "waits")}"))
        + $"; current: {string.Join(' ', Start.SecretNames.Select(name => aws.Secrets.CurrentVersionId(name)))}";

    /// <summary>Which rotation makes a move.</summary>
    public IRotation RotationOf(Move move) => rotations.FirstOrDefault(rotation => rotation.Name == move.Step.Rotation) ?? Next;

    /// <summary>Whether a version is that of a rotation.</summary>
    public bool IsVersionOf(IRotation rotation, string? versionId) => versionId is not null && _versionNames.GetValueOrDefault(versionId) == rotation.Name;

    // A put only adds a version of its own rotation and moves AWSPENDING, which matters only to a rotation that begins later; the first version is an exception.
    private bool ConcernsNoOther(PendingCall call) => call.Step.IsSts
        || (call.Step.Operation is "PutSecretValue" && !call.MakesCurrent && aws.Secrets.CurrentVersionId(call.Step.Resource) is not null);

    private bool MayMeetFault(IRotation rotation, bool withFault) => withFault && _fault.Kind is null && rotation == rotations[0];

    private IEnumerable<Move> Moves(IRotation rotation, bool withFault)
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
            return new(FaultResponses.Refused, "refused", Fault: fault);
        }

        var (operation, resource) = (call.Step.Operation, call.Step.Resource);
        if (_fault.Throttles(call.Step))
        {
            _fault = _fault.AfterThrottledAttempt();
            return new(FaultResponses.Throttled(call.Step), "throttled", Fault: FaultKind.Throttled);
        }

        if (call.VersionId is { } version)
        {
            _versionNames[version] = RotationId.TryParse(version, out _) ? call.Step.Rotation : version;
        }

        // The same call gets the same session in every run, so that what follows is the same too.
        var response = _sessions.GetValueOrDefault(call.Step) ?? Perform(call);
        if (fault is not null)
        {
            return new(null, fault.ToString()!, Fault: fault);
        }

        var hasCurrent = operation is "DescribeSecret" || (operation is "CreateSecret" && response.Status == 200);
        var current = hasCurrent ? Named(aws.Secrets.CurrentVersionId(resource)) : null;
        var deleted = operation is "DescribeSecret" && response.Status == 200 && aws.Secrets.IsScheduledForDeletion(resource) ? " deleted" : "";
        var error = call.Step.IsSts || response.Status == 200 ? null : (string?)JsonNode.Parse(response.Text)!["__type"];
        return new(response, $"{response.Status.ToString(CultureInfo.InvariantCulture)} {error}{current}{deleted}", current);
    }

    private AwsResponse Perform(PendingCall call)
    {
        var performed = aws.RespondAsync(call.Request, CancellationToken.None);
        var response = performed.IsCompletedSuccessfully && performed.Result is { } done ? done : throw new InvalidOperationException("The emulator did not respond at once.");
        if (call.Step.IsSts)
        {
            _sessions.Add(call.Step, response);
        }

        return response;
    }

    private string Named(string? versionId) => versionId is null ? "none" : _versionNames.GetValueOrDefault(versionId, versionId);
}
