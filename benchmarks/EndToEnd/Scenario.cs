namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>What a run rotates, and on what.</summary>
/// <param name="Accounts">How many accounts the team has.</param>
/// <param name="MemoryMegabytes">The memory size whose share of a processor the function gets, as in Lambda; all of them when null.</param>
/// <param name="MaxConcurrency">Accounts side by side; the default when null.</param>
/// <param name="IsTls">Whether AWS is spoken to over TLS.</param>
/// <param name="IsPaced">Whether writes keep to AWS's quota, which hides most other things.</param>
internal sealed record Scenario(int Accounts, int? MemoryMegabytes = null, int? MaxConcurrency = null, bool IsTls = false, bool IsPaced = false);
