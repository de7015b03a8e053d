namespace Concourse.CredentialRotation.Docs.Tests;

/// <summary>A page is wrong: its code does not compile, or does not do what the page says.</summary>
internal sealed class DocException(string message) : Exception(message);
