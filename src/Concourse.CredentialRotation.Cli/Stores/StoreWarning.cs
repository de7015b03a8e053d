namespace Concourse.CredentialRotation.Cli;

/// <summary>Something about a set that should be changed.</summary>
/// <param name="Message">What it is, in complete sentences.</param>
/// <param name="Remedy">What to do, in complete sentences; null if the message says it.</param>
internal sealed record StoreWarning(string Message, string? Remedy);
