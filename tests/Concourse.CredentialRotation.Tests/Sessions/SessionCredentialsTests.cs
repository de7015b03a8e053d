using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Tests.Sessions;

/// <summary>The one type that holds a session's secrets does not show them, however it is looked at.</summary>
public sealed class SessionCredentialsTests
{
    private static readonly SessionCredentials Session =
        new("ASIAEXAMPLE", "the secret key", "the session token", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static readonly string[] Secrets = [nameof(SessionCredentials.SecretAccessKey), nameof(SessionCredentials.SessionToken)];

    [Test]
    public void ToString_Session_HasTheAccessKeyIdAndTheExpiration() => Assert.That(Session.ToString(), Is.EqualTo("session ASIAEXAMPLE, expires 2026-01-02T03:04:05.0000000+00:00"));

    [Test]
    public void Serialize_Session_LeavesTheSecretsOut() =>
        Assert.That(JsonSerializer.Serialize(Session), Is.EqualTo("""{"AccessKeyId":"ASIAEXAMPLE","Expiration":"2026-01-02T03:04:05+00:00"}"""));

    [Test]
    public void GetValue_Credentials_IsWhatACredentialProcessPrints() =>
        Assert.That(
            new SessionCredentials("ASIAEXAMPLE", "+key/of=", "+token\"\\==", new DateTimeOffset(2026, 1, 2, 4, 4, 5, 678, TimeSpan.FromHours(1))).GetValue(SecretContent.Credentials),
            Is.EqualTo("""{"Version":1,"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"+key/of=","SessionToken":"+token\"\\==","Expiration":"2026-01-02T03:04:05Z"}"""));

    [Test]
    public void Redact_CombinedValueThatIsQuoted_IsReplaced() =>
        Assert.That(
            Session.Redact($"rejected: {JsonSerializer.Serialize(Session.GetValue(SecretContent.Credentials))}"),
            Does.Not.Contain(Session.SecretAccessKey).And.Not.Contain(Session.SessionToken));

    [Test]
    public void Log_StructuredValue_ShowsNoSecret()
    {
        using var log = new Shared.CapturedLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));

        LoggerMessage.Define<SessionCredentials>(LogLevel.Warning, default, "Got {Session}")(logging.CreateLogger("Concourse.Test"), Session, null);

        Assert.That(log.Lines, Has.One.Contains("session ASIAEXAMPLE").And.None.Contains("the secret key").And.None.Contains("the session token"));
    }

    [TestCaseSource(nameof(Secrets))]
    public void Debugger_SecretProperty_IsNotBrowsable(string property) =>
        Assert.That(typeof(SessionCredentials).GetProperty(property)!.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State, Is.EqualTo(DebuggerBrowsableState.Never));

    [TestCaseSource(typeof(EscapedForms), nameof(EscapedForms.All))]
    public void Redact_SecretInAnyForm_IsReplaced(string name, Func<string, string> escape)
    {
        var session = new SessionCredentials("ASIAEXAMPLE", "+key/of==ASIA/+", "+token+//==of%it+", Session.Expiration);

        Assert.That(
            session.Redact($"before {escape(session.SecretAccessKey)} between {escape(session.SessionToken)}{escape(session.SecretAccessKey)} after"),
            Is.EqualTo("before *** between ****** after"),
            name);
    }

    [TestCase("+key/of=")]
    [TestCase(@"\u002Bkey\u002")]
    [TestCase(@"100% of \u and \, %2, %zz")]
    [TestCase("")]
    public void Redact_TextWithoutASecret_IsLeftAsItIs(string text) =>
        Assert.That(new SessionCredentials("ASIAEXAMPLE", "+key/of==", "+token", Session.Expiration).Redact(text), Is.EqualTo(text));

    [Test]
    public void Redact_SessionWithoutSecrets_LeavesTheTextAsItIs() =>
        Assert.That(new SessionCredentials("ASIAEXAMPLE", "", "", Session.Expiration).Redact("text"), Is.EqualTo("text"));

    [Test]
    public void Secrets_AreAllThatIsText_ButTheId() =>
        Assert.That(
            typeof(SessionCredentials).GetProperties().Where(property => property.PropertyType == typeof(string)).Select(property => property.Name),
            Is.EquivalentTo(Secrets.Append(nameof(SessionCredentials.AccessKeyId))));
}
