using System.Globalization;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.ReliabilityTests.Interleavings;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Readers;

/// <summary>
/// What steps of pipelines get of a set that is rotated: mixed reads, by the layout, by how a step refers to it, and with and without Concourse's cache.
/// `make readers` writes the table of docs/reliability.md.
/// </summary>
[Category(Extent.Reliability)]
public sealed class ReaderTests
{
    private const string DocumentVariable = "READERS_DOCUMENT";
    private const string Section = "readers";
    private const int Seed = 14;

    private const int FullRotations = 2_000;

    private static readonly int Rotations = Extent.Size("ROTATIONS", sample: 200, full: FullRotations);

    private readonly Dictionary<(Reference, bool), MixedReads> _results = [];

    [OneTimeSetUp]
    public void Rotate()
    {
        foreach (var layout in new[] { Reference.Separate, Reference.Fields, Reference.Whole }.GroupBy(reference => reference.Layout))
        {
            var random = new Random(Seed);
            using var scenario = new Scenario("A");
            var start = StartingState.All.First(state => state.Layout == layout.Key);
            MixedReads[] readers = [.. layout.SelectMany(reference => new[] { false, true }.Select(isCached => new MixedReads(reference, isCached, random)))];
            for (var i = 0; i < Rotations; i++)
            {
                var set = RotatedSet.Rotate(scenario, start, random);
                Array.ForEach(readers, reader => reader.Add(set));
            }

            Array.ForEach(readers, reader => _results.Add((reader.Reference, reader.IsCached), reader));
        }
    }

    [Test]
    public void Read_CombinedAsAWhole_IsNeverMixed([Values] bool isCached) => Assert.That((_results[(Reference.Whole, isCached)].During.Mixed, _results[(Reference.Whole, isCached)].After.Mixed), Is.EqualTo((0, 0)));

    [Test]
    public void Read_SeveralReferencesWithoutCache_AreMixedOnlyWhileTheSetChanges([Values] bool isSeparate)
    {
        var reads = _results[(isSeparate ? Reference.Separate : Reference.Fields, false)];

        Assert.That(reads.During.Mixed, Is.Positive);
        Assert.That(reads.After.Mixed, Is.Zero);
    }

    [Test]
    public void Read_SeparateWithCache_IsMixedForUpToAMinute() =>
        Assert.That(_results[(Reference.Separate, true)].Longest, Is.GreaterThan(TimeSpan.FromSeconds(50)).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1)));

    [Test]
    public void Read_FieldsWithCache_AreMixedOnlyWhereTheCachedValueExpiresBetweenThem()
    {
        var reads = _results[(Reference.Fields, true)];

        // Two steps for each rotation begin just before the expiry; few others happen to.
        Assert.That(reads.During.Mixed, Is.Zero);
        Assert.That(reads.After.Mixed, Is.InRange(2 * Rotations, 2.1 * Rotations));
    }

    [Test]
    public async Task Table_OfTheDocumentation_IsWhatWasMeasured()
    {
        var table = Markdown.Table(
            ["A step refers to", "Concourse's cache", "Mixed while the set changes", "Mixed afterwards", "Latest"],
            _results.Values.OrderBy(reads => reads.IsCached).Select(Row));
        TestContext.Out.WriteLine(table);
        var documented = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "reliability.md"));
        if (Environment.GetEnvironmentVariable(DocumentVariable) is { Length: > 0 } path)
        {
            var document = await Document.ReadAsync(path);
            document.Replace(Section, $"{Rotations.ToString("N0", CultureInfo.InvariantCulture)} rotations:\n\n{table}");
            await document.WriteAsync();
        }
        else if (Rotations == FullRotations)
        {
            Assert.That(documented, Does.Contain(table), "run 'make readers'");
        }
        else
        {
            Assert.That(documented, Does.Contain(table.Split('\n')[0]));
        }
    }

    private static IReadOnlyList<string> Row(MixedReads reads) =>
    [
        reads.Reference.Name,
        reads.IsCached ? "on" : "off",
        Share(reads.During),
        Share(reads.After),
        reads.After.Mixed == 0 ? "–" : $"{Markdown.Number(reads.Longest.TotalSeconds)} s",
    ];

    private static string Share((int Steps, int Mixed) reads) => string.Create(CultureInfo.InvariantCulture, $"{reads.Mixed:N0} of {reads.Steps:N0} steps");
}
