namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>An entry of the runbook.</summary>
/// <param name="Group">The heading of its group.</param>
/// <param name="Heading">Its heading, in Markdown.</param>
/// <param name="Names">What it is about, as a person sees it: the code in its heading and in its line <c>Also: …</c>.</param>
/// <param name="Text">What follows the heading.</param>
internal sealed record RunbookEntry(string Group, string Heading, IReadOnlyList<string> Names, string Text);
