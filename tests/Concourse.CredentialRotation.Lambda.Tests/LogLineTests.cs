using System.Text.Json.Nodes;
using Concourse.CredentialRotation.Lambda.Logging;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>How one event is written.</summary>
public sealed class LogLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 21, 28, 15, 250, TimeSpan.FromHours(1));

    private static readonly TestCaseData[] Values =
    [
        new(7, "7"),
        new((byte)7, "7"),
        new(long.MinValue, "-9223372036854775808"),
        new(ulong.MaxValue, "18446744073709551615"),
        new(0.1f, "0.1"),
        new(1.5, "1.5"),
        new(12.30m, "12.30"),
        new(double.NaN, "\"NaN\""),
        new(true, "true"),
        new(TimeSpan.FromMilliseconds(90_500), "90.5"),
        new(Now, "\"2026-11-22T20:28:15.250Z\""),
        new(Now.UtcDateTime, "\"2026-11-22T20:28:15.250Z\""),
        new(RotationStep.Promote, "\"promote\""),
        new(SecretContent.SessionToken, "\"sessionToken\""),
        new(new[] { "a", "b\n" }, """["a","b\n"]"""),
        new(new List<string?> { "a", null }, """["a",null]"""),
        new("text", "\"text\""),
        new(Guid.Empty, "\"00000000-0000-0000-0000-000000000000\""),
    ];

    [TestCaseSource(nameof(Values))]
    public void ToJson_Value_HasItsJsonType(object value, string json)
    {
        var line = Line();

        line.Add(new[] { KeyValuePair.Create("SomeValue", (object?)value) });

        Assert.That(line.ToJson(), Does.EndWith($",\"someValue\":{json}}}"));
    }

    [Test]
    public void ToJson_Null_IsLeftOut()
    {
        var line = Line();

        line.Add(new[] { KeyValuePair.Create("SomeValue", (object?)null) });

        Assert.That(JsonNode.Parse(line.ToJson())!.AsObject().Select(field => field.Key), Is.EqualTo(new[] { "timestamp", "level", "message", "eventId", "eventName", "logger" }));
    }

    [Test]
    public void ToJson_EventWithoutAName_HasNone() =>
        Assert.That(JsonNode.Parse(new LogLine(Now, LogLevel.Warning, "Amazon", 0, "text").ToJson())!.AsObject().ContainsKey("eventName"), Is.False);

    [Test]
    public void ToJson_Exception_IsThereWithItsStackTrace() =>
        Assert.That((string?)JsonNode.Parse(Line(Thrown()).ToJson())!["exception"], Does.StartWith("System.InvalidOperationException: why").And.Contain($"at {typeof(LogLineTests).FullName}."));

    [Test]
    public void ToText_Exception_IsInTheLine() =>
        Assert.That(Line(Thrown()).ToText(), Does.Contain("\tFirst second System.InvalidOperationException: why").And.Contain($"at {typeof(LogLineTests).FullName}.").And.Not.Contains("\n"));

    [TestCase("Concourse.CredentialRotation.CredentialRotator", true)]
    [TestCase("Amazon.Runtime", false)]
    public void Log_Exception_IsWrittenOnlyWhereItIsRedacted(string category, bool isWritten)
    {
        using var output = new StringWriter();
        using var loggers = new LoggerFactory([new LambdaLoggerProvider(output, new LogSettings(IsText: false, LogLevel.Information), TimeProvider.System)]);

        loggers.CreateLogger(category).Log(LogLevel.Error, default, "message", Thrown(), (state, _) => state);

        Assert.That(JsonNode.Parse(output.ToString())!.AsObject().ContainsKey("exception"), Is.EqualTo(isWritten));
    }

    [Test]
    public void ToText_Scope_IsTheRequest()
    {
        var line = Line();

        line.Add(new[] { KeyValuePair.Create("RequestId", (object?)"1-2-3") });

        Assert.That(line.ToText(), Is.EqualTo("2026-11-22T20:28:15.250Z\t1-2-3\tINFO\tFirst second"));
    }

    private static LogLine Line(Exception? exception = null) =>
        new(Now, LogLevel.Information, "Concourse", new EventId(1, "SomethingHappened"), "First\nsecond", exception);

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("why");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
