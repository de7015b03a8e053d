using System.Net;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement.Model;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>One parameter while a rotation writes its set: what is known of it, and how the last request ended.</summary>
internal sealed class ParameterSlot(ParameterState state)
{
    // The version that the last write was to create.
    private long _expectedVersion;

    /// <summary>The parameter as it was read last, or as this rotation wrote it later.</summary>
    public ParameterState State { get; private set; } = state;

    /// <summary>Whether a write of this rotation was, or may have been, carried out.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Whether the response to a write was lost, and the parameter was not read since.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Whether AWS rejected the last write, and would reject it again.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>Why the last write failed; null when it did not.</summary>
    public RotationError? Error { get; private set; }

    /// <summary>Whether the current version is the one that the last write created. One of an earlier write may have been replaced and restored since.</summary>
    public bool IsWrittenBy(RotationId rotationId) => State.Version == _expectedVersion && State.WrittenBy == rotationId;

    /// <summary>Writes a value.</summary>
    /// <exception cref="ThrottledException">AWS throttled the request, so it was not carried out.</exception>
    public async Task WriteAsync(ParameterStoreApi api, ParameterValue value, CancellationToken cancellationToken)
    {
        (IsRejected, Error, _expectedVersion) = (false, null, value.Parameter.Version + 1);
        try
        {
            var version = await api.WriteAsync(value, cancellationToken).ConfigureAwait(false);
            (IsTouched, IsDoubtful) = (true, false);
            State = State with { Version = version, Description = value.Description, KeyId = value.KeyId, Tier = value.Tier };
        }
        catch (Exception exception) when (exception is not ThrottledException)
        {
            Error = ParameterErrors.Format(exception);
            var isResponse = exception is AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError };
            IsRejected = isResponse && exception is not (TooManyUpdatesException or ParameterAlreadyExistsException);
            IsTouched |= !isResponse;
            IsDoubtful |= !isResponse;
        }
    }

    /// <summary>Records that time ran out before AWS stopped throttling the write.</summary>
    public void Fail(Exception exception) => Error ??= ParameterErrors.Format(exception);

    /// <summary>Takes what was read. DescribeParameters may lag behind, so an older version than the one that is known is not news.</summary>
    public void Update(ParameterState described)
    {
        if (described.Version >= State.Version)
        {
            (State, IsDoubtful) = (described, false);
        }
    }
}
