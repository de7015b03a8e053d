namespace Concourse.CredentialRotation;

/// <summary>
/// Options without properties, whose validation checks the path strategy when the host starts. The strategy may depend on the options of the library, so it
/// cannot be checked by their validation.
/// </summary>
internal sealed class StartupCheck;
