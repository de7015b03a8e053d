using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>How the rotation of a team ended: every account is in it.</summary>
/// <param name="Team">The team's name.</param>
/// <param name="Accounts">One outcome for each account, in the order of the team's configuration.</param>
public sealed record RotationReport(string Team, IReadOnlyList<AccountOutcome> Accounts)
{
    /// <summary>
    /// How many requests AWS throttled while the team was rotated, each attempt counted. Other teams that the same process rotates meanwhile count too.
    /// </summary>
    public int ThrottledRequests { get; init; }

    /// <summary>For how long at least one throttled request waited to be sent again.</summary>
    public TimeSpan ThrottledWait { get; init; }

    /// <summary>Whether all accounts succeeded.</summary>
    public bool Succeeded => Accounts.All(account => account.Succeeded);

    /// <summary>The report as JSON, without secrets.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("team", Team);
            json.WriteStartArray("accounts");
            foreach (var account in Accounts)
            {
                json.WriteStartObject();
                json.WriteString("account", account.Account);
                json.WriteString("outcome", account.Kind);
                account.WriteFields(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("throttledRequests", ThrottledRequests);
            json.WriteNumber("throttledWaitSeconds", Math.Round(ThrottledWait.TotalSeconds, 1));
            json.WriteBoolean("succeeded", Succeeded);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
