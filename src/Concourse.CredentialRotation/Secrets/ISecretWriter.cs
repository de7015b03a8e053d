namespace Concourse.CredentialRotation;

/// <summary>
/// Keeps the secrets of an account in a store, all or nothing. What can be expected to fail, such as a request that the store rejects, is
/// returned as a result. An exception means something unexpected: the account is reported as failed, and the exception is logged.
/// </summary>
/// <remarks>
/// <para>
/// <c>SecretWriterCheck</c> in the package <c>Concourse.CredentialRotation.Testing</c> proves in a unit test that a writer does what is required here. Several
/// accounts are rotated concurrently, so a writer must be thread-safe.
/// </para>
/// <para>
/// A store without compare-and-swap cannot prevent that two rotations write at the same time. Its writer must find out: by the versions that its writes
/// create, if the store numbers them, or by reading the secrets again right before the first change and right after the last one. The writer that overwrote
/// something last may be the only one that can notice, so it either completes the set or reports <see cref="SecretWriteResult.Torn"/>.
/// </para>
/// <para>
/// A store must record which rotation wrote a value so that another tool that overwrites the value does not look like that rotation. A client that repeats a
/// write after a lost response must not create another version: disable its retries, and read the secret instead.
/// </para>
/// </remarks>
public interface ISecretWriter
{
    /// <summary>
    /// The maximum time that <see cref="WriteAsync"/> takes after its token was canceled: enough to make a set current, or to roll it back. The token is
    /// canceled that long before the deadline of the rotation.
    /// </summary>
    TimeSpan CommitReserve { get; }

    /// <summary>Checks a secret's name against the store's rules, without sending a request.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The rule that the name breaks, as a phrase that can follow "which", such as <c>is empty</c>; <see langword="null"/> for a valid name.</returns>
    string? ValidateName(string name);

    /// <summary>Reads the state of secrets that belong together. It changes nothing.</summary>
    /// <param name="secrets">
    /// The account's secrets; or one secret that the account would have in another <see cref="SecretLayout"/>, to find what was left behind. Several calls can
    /// run at the same time.
    /// </param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The state, or <see cref="SecretSetState.Unreadable"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken);

    /// <summary>Writes a session to an account's secrets, so that readers get either all of it or all of what was there before.</summary>
    /// <param name="request">The session, and where to write it.</param>
    /// <param name="cancellationToken">
    /// Is honored until the first value that readers get changes. From there on, the writer finishes or rolls back within <see cref="CommitReserve"/>.
    /// </param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled. Nothing that readers get has changed.</exception>
    Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken);
}
