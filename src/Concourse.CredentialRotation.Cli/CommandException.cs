namespace Concourse.CredentialRotation.Cli;

/// <summary>Ends a command with <see cref="ExitCode.Error"/>. The message is for the user, in complete sentences.</summary>
internal sealed class CommandException(string message) : Exception(message);
