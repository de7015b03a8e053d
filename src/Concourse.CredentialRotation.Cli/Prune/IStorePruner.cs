namespace Concourse.CredentialRotation.Cli;

/// <summary>Lists and deletes secrets that rotations made, in one store.</summary>
internal interface IStorePruner
{
    /// <summary>Whether the store knows when a secret was read last.</summary>
    bool KnowsReads { get; }

    /// <summary>For how many days a secret can be restored.</summary>
    /// <param name="days">What was asked for; null for the default.</param>
    /// <exception cref="CommandException">The store does not allow it.</exception>
    int GetRecoveryWindow(int? days);

    /// <summary>Lists the secrets that a rotation made and whose names have a prefix.</summary>
    IAsyncEnumerable<ListedSecret> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>What has happened to a secret since it was listed, in a complete sentence; null for nothing.</summary>
    Task<string?> FindChangeAsync(UnneededSecret secret, CancellationToken cancellationToken);

    /// <summary>Deletes a secret, or schedules it for deletion.</summary>
    /// <returns>The secret with what was done.</returns>
    Task<UnneededSecret> DeleteAsync(UnneededSecret secret, int recoveryWindowInDays, CancellationToken cancellationToken);

    /// <summary>What to know about secrets that would be deleted with <c>--yes</c>, in complete sentences.</summary>
    string DescribePending(int count);

    /// <summary>What to know about secrets that were deleted, in complete sentences.</summary>
    string DescribeDeleted(int count);
}
