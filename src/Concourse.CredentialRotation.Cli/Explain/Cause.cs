namespace Concourse.CredentialRotation.Cli;

/// <summary>The likely cause of an error.</summary>
/// <param name="Verdict">Whether the rotation is to blame.</param>
/// <param name="Text">What happened, in complete sentences.</param>
/// <param name="Remedy">What to do, in complete sentences.</param>
internal sealed record Cause(Verdict Verdict, string Text, string Remedy);
