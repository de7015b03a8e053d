namespace Concourse.CredentialRotation.Docs.Tests.Pages;

/// <summary>A fenced code block of a page.</summary>
/// <param name="Page">The page's path from the root of the repository.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Line">The line of the page where its code begins.</param>
/// <param name="Language">The fence's info string.</param>
/// <param name="Code">What is in the fence.</param>
/// <param name="Output">What the page says the block prints: the next block, if that is a text block; otherwise null.</param>
internal sealed record DocBlock(string Page, string Section, int Line, string Language, string Code, string? Output)
{
    public const string CSharp = "csharp";
    public const string Shell = "shell";
    public const string Text = "text";

    /// <summary>The project that the block's file belongs to; null if the block does not begin with a comment such as <c>// Project/File.cs</c>.</summary>
    public string? Project => FileName?.Split('/')[0];

    /// <summary>The name of the block's file in its project.</summary>
    public string? FileName => Code.Split('\n')[0] is ['/', '/', ' ', .. var path] && path.EndsWith(".cs", StringComparison.Ordinal) && path.Split('/').Length == 2 ? path : null;

    public override string ToString() => $"{Page} line {Line}, {FileName ?? Code.Split('\n')[0]}";
}
