namespace Concourse.CredentialRotation.Testing;

/// <summary>
/// An empty store for <see cref="SecretWriterCheck"/>, and what is done with it besides rotating. Its writers must ask the <see cref="WriteFaultInjector"/>
/// that the fixture was created with about every request that changes the store. Disposing the fixture ends the store.
/// </summary>
public interface ISecretWriterFixture : IAsyncDisposable
{
    /// <summary>Creates a writer for the store. Each one stands for a process of its own.</summary>
    ISecretWriter CreateWriter();

    /// <summary>Reads a secret as Concourse does.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The value; <see langword="null"/> if a reader gets none.</returns>
    Task<string?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates or overwrites a secret as another tool or a person does. These requests must not reach the <see cref="WriteFaultInjector"/>.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task WriteAsync(string name, string value, CancellationToken cancellationToken);
}
