namespace Concourse.CredentialRotation.Testing;

/// <summary>A trial cannot go on, and what ended it is among the findings.</summary>
internal sealed class TrialEndedException : Exception;
