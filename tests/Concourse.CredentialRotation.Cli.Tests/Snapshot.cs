using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Compares what a command writes with a file. With UPDATE_SNAPSHOTS=1, writes the file instead.</summary>
internal static partial class Snapshot
{
    public static bool IsUpdate => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") is "1";

    // Not by the caller's path, which a deterministic build replaces.
    private static readonly string Folder = Path.Combine(RepositoryRoot.Folder, "tests/Concourse.CredentialRotation.Cli.Tests/Snapshots");

    public static void Check(string name, string text)
    {
        var file = Path.Combine(Folder, $"{name}.txt");
        if (IsUpdate)
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(file, Stable(text));
            return;
        }

        Assert.That(Stable(text), Is.EqualTo(File.ReadAllText(file)), $"The output differs from {file}. If that is intended, run the test with UPDATE_SNAPSHOTS=1.");
    }

    /// <summary>The text with the random parts of IDs replaced by others of the same length, numbered in their order.</summary>
    public static string Stable(string text)
    {
        text = Number(AccessKey(), text, i => $"ASIAEXAMPLE{i:D9}");
        text = Number(Rotation(), text, i => $"7000-8000-{i:D12}");
        return Number(RequestId(), text, i => $"00000000-0000-0000-0000-{i:D12}");
    }

    private static string Number(Regex pattern, string text, Func<int, string> replace)
    {
        List<string> found = [.. pattern.Matches(text).Select(match => match.Value).Distinct()];
        return pattern.Replace(text, match => replace(found.IndexOf(match.Value) + 1));
    }

    [GeneratedRegex("ASIA[A-Z2-7]{16}")]
    private static partial Regex AccessKey();

    // A UUID of version 7 begins with the time; a narrow table only has the time.
    [GeneratedRegex("(?<=[0-9a-f]{8}-[0-9a-f]{4}-)7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex Rotation();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex RequestId();
}
