using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>What the source files have in common.</summary>
public sealed partial class SourceConventionTests
{
    // Where AWS is called, or its errors are read. The clients are registered in CredentialRotationServiceCollectionExtensions.
    private static readonly string[] UsersOfAws = ["Aws", "Errors", "Secrets/SecretsManager", "Sessions", "Throttling", SourceTree.StandIns];

    // What no other assembly may depend on.
    private static readonly string[] Implementation = ["Aws", "Errors", "Secrets/SecretsManager", "Text", "Throttling", SourceTree.StandIns];

    [Test]
    public void Aws_OfTheLibrary_IsUsedOnlyInTheFoldersThatCallIt() =>
        Assert.That(
            SourceTree.Files(SourceTree.Library).Where(file =>
                AmazonNamespace().IsMatch(file.Code)
                && file.Name is not "CredentialRotationServiceCollectionExtensions"
                && !Array.Exists(UsersOfAws, folder => file.IsIn($"{SourceTree.Library}/{folder}"))),
            Is.Empty);

    [Test]
    public void Types_OfTheImplementation_AreInternal() =>
        Assert.That(
            SourceTree.Files(SourceTree.Library).Where(file =>
                Array.Exists(Implementation, folder => file.IsIn($"{SourceTree.Library}/{folder}"))
                && TopLevelTypes(file).Any(type => type.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal))),
            Is.Empty);

    [Test]
    public void Await_OfTheLibraryAndTheFunction_DoesNotCaptureTheContext() =>
        Assert.That(
            SourceTree.Files("src").SelectMany(file => AwaitedExpressions(file.Code).Where(awaited => !awaited.Contains(".ConfigureAwait(", StringComparison.Ordinal)), (file, awaited) => $"{file}: {awaited}"),
            Is.Empty);

    [TestCase("src")]
    [TestCase("tests")]
    public void File_HasOneType_WithItsName(string folder) =>
        Assert.That(
            SourceTree.Files(folder).Where(file => file.Name is not "Program" && !TopLevelTypes(file).Select(type => type.Groups["name"].Value).SequenceEqual([file.Name])),
            Is.Empty);

    [TestCase(SourceTree.Function)]
    [TestCase(SourceTree.ParameterStore)]
    [TestCase(SourceTree.TestKit)]
    [TestCase(SourceTree.CommandLine)]
    public void Class_OutsideOfTheLibrary_IsSealed(string project) =>
        Assert.That(
            SourceTree.Files(project).Where(file => !file.Path.Contains($"/{SourceTree.StandIns}/", StringComparison.Ordinal)).SelectMany(
                file => Class().Matches(file.Code).Where(type => !SealedModifier().IsMatch(type.Groups["modifiers"].Value)),
                (file, type) => $"{file}: {type.Value.Trim()}"),
            Is.Empty);

    private static MatchCollection TopLevelTypes(SourceFile file) => TopLevelType().Matches(file.Code);

    /// <summary>What follows each await, without what is in brackets; of an await foreach what is in its brackets.</summary>
    private static IEnumerable<string> AwaitedExpressions(string code)
    {
        foreach (Match await in Await().Matches(code))
        {
            var isLoop = await.Groups["loop"].Success;
            var (depth, expression) = (0, new StringBuilder());
            foreach (var letter in code.Skip(await.Index + await.Length))
            {
                depth -= letter is ')' or ']' or '}' ? 1 : 0;
                if (depth < 0 || (depth == 0 && letter is ';' or ',') || (depth == 0 && isLoop && letter is ')'))
                {
                    break;
                }

                expression.Append(depth <= (isLoop ? 1 : 0) ? letter : "");
                depth += letter is '(' or '[' or '{' ? 1 : 0;
            }

            yield return Whitespace().Replace(expression.ToString(), " ");
        }
    }

    [GeneratedRegex(@"(?<![.\w])(global::)?Amazon\.")]
    private static partial Regex AmazonNamespace();

    [GeneratedRegex(@"\bawait\s+(?<loop>foreach\s*)?")]
    private static partial Regex Await();

    [GeneratedRegex(@"^(?<modifiers>(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*)(?:class|record(?:\s+struct|\s+class)?|struct|interface|enum|delegate\s+\S+)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^\s*(?<modifiers>(?:(?:public|internal|private|protected|file|sealed|static|abstract|partial|unsafe)\s+)*)(?:class|record(?:\s+class)?)\s+(?!struct\b)\w+", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"\b(?:sealed|static|abstract)\b")]
    private static partial Regex SealedModifier();
}
