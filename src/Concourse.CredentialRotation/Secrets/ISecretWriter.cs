namespace Concourse.CredentialRotation;

/// <summary>
/// Keeps the secrets of an account in a store, all or nothing. What can be expected to fail, such as a request that the store refuses, is a result
/// of either method. An exception means something unexpected: the account is reported as failed, and the exception is logged.
/// </summary>
public interface ISecretWriter
{
    /// <summary>
    /// How much time <see cref="WriteAsync"/> may take after its token was canceled: enough to make a set current, or to roll it back. The rotation
    /// cancels the token that long before its deadline.
    /// </summary>
    TimeSpan CommitReserve { get; }

    /// <summary>Checks a secret's name against the store's rules, without sending a request.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The rule that the name breaks, as a phrase that can follow "which", such as <c>is empty</c>; <see langword="null"/> for a valid name.</returns>
    string? ValidateName(string name);

    /// <summary>Reads the state of an account's secrets. It changes nothing.</summary>
    /// <param name="secrets">The account's secrets.</param>
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
