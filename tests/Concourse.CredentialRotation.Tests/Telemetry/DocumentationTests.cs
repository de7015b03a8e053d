using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>docs/telemetry.md lists exactly the metrics, the activities and the attributes that there are.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed partial class DocumentationTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs/telemetry.md"));

    [Test]
    public void Metrics_Table_HasEachInstrumentWithItsUnitAndDescription()
    {
        ConcurrentQueue<string> instruments = new();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    instruments.Enqueue($"{instrument.Name} | {instrument.GetType().Name.Split('`')[0]} | {instrument.Unit} | {instrument.Description}");
                }
            },
        };
        listener.Start();
        using var metrics = new RotationMetrics(TimeProvider.System, factory);

        Assert.That(Rows("Metrics").Select(row => $"{row[0]} | {row[1]} | {row[2]} | {row[4]}"), Is.EquivalentTo(instruments));
    }

    [Test]
    public async Task MetricsAndActivities_Tables_HaveTheAttributesThatOccur()
    {
        ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> occurring = new();
        using var activities = new RecordedActivities();
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddMetrics());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == harness.Services.GetRequiredService<IMeterFactory>())
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, attributes, _) => Add(instrument.Name, attributes.ToArray()));
        listener.SetMeasurementEventCallback<double>((instrument, _, attributes, _) => Add(instrument.Name, attributes.ToArray()));
        listener.Start();

        await RotateWithEveryFailureAsync(harness);
        listener.RecordObservableInstruments();
        foreach (var activity in activities.Stopped)
        {
            Add(activity.OperationName, activity.TagObjects);
        }

        Assert.That(
            Rows("Metrics").Select(row => (Name: row[0], Attributes: row[3])).Concat(Rows("Traces").Select(row => (Name: row[0], Attributes: row[2])))
                .Select(row => $"{row.Name}: {string.Join(", ", row.Attributes.Replace("as inspect secrets", Rows("Traces")[2][2], StringComparison.Ordinal).Replace("none", "", StringComparison.Ordinal).Split(", ").Order(StringComparer.Ordinal))}"),
            Is.EquivalentTo(occurring.Select(name => $"{name.Key}: {string.Join(", ", name.Value.Keys.Order(StringComparer.Ordinal))}")));

        void Add(string name, IEnumerable<KeyValuePair<string, object?>> attributes)
        {
            var names = occurring.GetOrAdd(name, _ => new());
            foreach (var attribute in attributes.Where(attribute => attribute.Value is not null))
            {
                names[attribute.Key] = true;
            }
        }
    }

    [Test]
    public void Traces_Table_HasTheActivityOfEachStepInItsOrder() =>
        Assert.That(
            Rows("Traces").Select(row => row[0]),
            Is.EqualTo(new[] { ActivityNames.Team, ActivityNames.Account }.Concat(Enum.GetValues<RotationStep>().Select(ActivityNames.Of))));

    [Test]
    public void Attributes_Table_HasEachAttribute() => Assert.That(Rows("Attributes").Select(row => row[0]), Is.EquivalentTo(Constants(typeof(AttributeNames))));

    [Test]
    public void Attributes_Table_HasEachKindOfError() =>
        Assert.That(Constants(typeof(ErrorTypes)).Where(type => !Document.Contains($"`{type}`", StringComparison.Ordinal)), Is.Empty);

    /// <summary>Fails at each step in turn, and has a throttled request.</summary>
    private static async Task RotateWithEveryFailureAsync(RotationHarness harness)
    {
        harness.WriteAsAnotherTool("lab");
        foreach (var operation in new[] { "DescribeSecret", "AssumeRole", "PutSecretValue", "UpdateSecretVersionStage" })
        {
            harness.Aws.On(operation).Respond(Fault.AccessDenied);
            await harness.RotateAsync<FailedOutcome>("lab");
            harness.Aws.ClearRules();
        }

        harness.Aws.On("GetCallerIdentity").First(1).Respond(Fault.AccessDenied);
        await harness.RotateAsync<FailedOutcome>("lab");
        harness.Aws.On("AssumeRole").First(1).Respond(Fault.Throttled);
        await harness.RotateAsync<RotatedOutcome>("lab");
    }

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    /// <summary>The rows of the first table below a heading, each with its cells, without the back quotes.</summary>
    private static List<string[]> Rows(string heading) =>
    [
        .. Document.Split($"\n## {heading}\n")[1].Split("\n## ")[0].Split('\n')
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => Cell().Matches(line).Select(cell => cell.Groups["text"].Value.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray()),
    ];

    [GeneratedRegex(@"(?<=\|)(?<text>[^|]+)(?=\|)")]
    private static partial Regex Cell();
}
