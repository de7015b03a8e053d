namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What goes wrong in a run, at which call.</summary>
internal sealed record Trouble(Step At, TroubleKind Kind)
{
    public override string ToString() => $"{Kind} at {At}";
}
