namespace Concourse.CredentialRotation;

/// <summary>
/// AWS throttled an account before anything of it was written, and fewer accounts may be in progress now. It has left the
/// <see cref="ConcurrencyLimit"/>, and is rotated from the beginning when it is its turn again, so that no session grows old in a queue.
/// </summary>
internal sealed class PostponedException() : Exception("AWS throttled the rotation. It starts again when fewer accounts are in progress.");
