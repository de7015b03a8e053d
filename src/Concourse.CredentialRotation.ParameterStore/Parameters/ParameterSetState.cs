using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>What was read, for the engine and, with every version, for the write that follows.</summary>
internal sealed record ParameterSetState : SecretSetState
{
    [SetsRequiredMembers]
    public ParameterSetState(IReadOnlyList<ParameterState> parameters)
    {
        Parameters = parameters;
        Status = GetStatus(parameters);
        RotationId = FindOwner(parameters);
        WrittenAt = RotationId?.CreatedAt;
    }

    public IReadOnlyList<ParameterState> Parameters { get; }

    /// <summary>The rotation that wrote the current version of every parameter; null when there is none.</summary>
    public static RotationId? FindOwner(IReadOnlyList<ParameterState> parameters) =>
        parameters[0].WrittenBy is { } owner && parameters.All(parameter => parameter.WrittenBy == owner) ? owner : null;

    // A set of which no description names a rotation is that of another tool. Nothing tells whether its values belong together.
    private static SecretSetStatus GetStatus(IReadOnlyList<ParameterState> parameters) =>
        parameters.All(parameter => !parameter.Exists) ? SecretSetStatus.Missing
        : !parameters.All(parameter => parameter.Exists) ? SecretSetStatus.Torn
        : parameters.Count == 1 || FindOwner(parameters) is not null || parameters.All(parameter => parameter.Named is null) ? SecretSetStatus.Complete
        : SecretSetStatus.Torn;
}
