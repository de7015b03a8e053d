namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>The parameters of a run.</summary>
/// <param name="Accounts">The number of accounts of the team.</param>
/// <param name="MemoryMegabytes">The memory size whose share of CPU time the function gets, as in Lambda; null for all processors.</param>
/// <param name="MaxConcurrency">The maximum number of accounts that are rotated concurrently; null for the default.</param>
/// <param name="IsTls">Whether AWS is called over TLS.</param>
/// <param name="IsPaced">Whether writes stay within AWS's quota, which hides most other effects.</param>
/// <param name="Layout">The layout of the secrets.</param>
internal sealed record Scenario(
    int Accounts, int? MemoryMegabytes = null, int? MaxConcurrency = null, bool IsTls = false, bool IsPaced = false, SecretLayout Layout = SecretLayout.Separate);
