namespace Concourse.CredentialRotation.LocalAws;

/// <summary>A role as its trust policy and limits make it.</summary>
/// <param name="IsDenied">Its trust policy does not admit the caller.</param>
/// <param name="RequiredExternalId">The external id that its trust policy asks for; null for none.</param>
/// <param name="MaxSessionDuration">Its maximum session duration, in seconds.</param>
/// <param name="SessionRoleArn">The role that sessions are really of, where a test wants another than was asked for.</param>
/// <param name="AdmitsNoExternalId">Whether it also admits a caller that sends no external id, as with the condition StringEqualsIfExists.</param>
public sealed record LocalRole(
    bool IsDenied = false, string? RequiredExternalId = null, int MaxSessionDuration = 43_200, string? SessionRoleArn = null, bool AdmitsNoExternalId = false);
