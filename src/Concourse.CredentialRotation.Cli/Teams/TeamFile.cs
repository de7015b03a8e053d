namespace Concourse.CredentialRotation.Cli;

/// <summary>A file with the configuration of a team.</summary>
/// <param name="Name">Its name as it is shown.</param>
/// <param name="Json">Its content.</param>
internal sealed record TeamFile(string Name, byte[] Json);
