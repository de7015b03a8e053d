using Concourse.CredentialRotation.Testing;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The checks of <c>doctor</c> that depend on the store.</summary>
internal interface IStoreChecks
{
    /// <summary>What cannot be checked without a change.</summary>
    DoctorCheck NotChecked { get; }

    /// <summary>Whether the caller may write and read a set that exists, as far as that can be found out without a change.</summary>
    Task<IReadOnlyList<DoctorCheck>> CheckAccessAsync(AccountSet set, CancellationToken cancellationToken);

    /// <summary>Concourse's templates for the store, in its order.</summary>
    /// <param name="pipeline">The template for the secrets of a pipeline.</param>
    /// <param name="team">The template for the secrets of a team.</param>
    /// <param name="shared">The template for the secrets that all teams share; null for the default.</param>
    /// <param name="sharedPath">The path of the secrets that all teams share; null for the default.</param>
    /// <exception cref="CommandException">Concourse does not have one of them for this store.</exception>
    /// <exception cref="ArgumentException">A template is not valid.</exception>
    IReadOnlyList<LookupTemplate> CreateTemplates(string pipeline, string team, string? shared, string? sharedPath);
}
