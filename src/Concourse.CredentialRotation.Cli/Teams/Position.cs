namespace Concourse.CredentialRotation.Cli;

/// <summary>A place in a file. Lines and columns count from 1, and columns count UTF-16 code units, as most editors do.</summary>
internal readonly record struct Position(int Line, int Column);
