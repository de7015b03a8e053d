namespace Concourse.CredentialRotation.Cli;

/// <summary>A valid team and the file that it is from.</summary>
internal sealed record LoadedTeam(string File, Team Team);
