namespace Concourse.CredentialRotation;

/// <summary>Where one part of an account's credentials is kept.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Name">The secret's name.</param>
public sealed record SecretLocation(CredentialPart Part, string Name);
