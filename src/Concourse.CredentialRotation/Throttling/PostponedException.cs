namespace Concourse.CredentialRotation;

/// <summary>
/// AWS throttled an account before anything of it was written, and more accounts are in progress than the limit allows now. This account has left the
/// <see cref="ConcurrencyLimit"/>. It is rotated from the beginning later, so that no session waits in a queue.
/// </summary>
internal sealed class PostponedException() : Exception("AWS throttled the rotation. It starts again when fewer accounts are in progress.");
