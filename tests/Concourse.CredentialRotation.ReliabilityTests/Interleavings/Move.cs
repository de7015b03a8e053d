namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What may happen next: a call is answered, or meets trouble.</summary>
internal sealed record Move(Step Step, TroubleKind? Trouble = null)
{
    public override string ToString() => Trouble is null ? $"{Step}" : $"{Step}: {Trouble}";
}
