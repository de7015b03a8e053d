namespace Concourse.CredentialRotation.Tests.Text;

/// <summary>What random secrets rarely have: an escape at the beginning only, and characters of the escapes themselves.</summary>
public sealed class EscapedTextTests
{
    [TestCase(@"before \/+= after", "/+=")]
    [TestCase(@"before \u002F+= after", "/+=")]
    [TestCase("before %2F+= after", "/+=")]
    [TestCase("before /+= after", "/+=")]
    [TestCase(@"before x\y after", @"x\y")]
    public void Replace_ValueIsEscapedAtItsBeginning_LeavesNothingOfIt(string text, string value) =>
        Assert.That(EscapedText.Replace(text, value, "***"), Is.EqualTo("before *** after"));
}
