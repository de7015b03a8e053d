using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Fleet;

/// <summary>Reads all sets every 50 ms and counts the mixed ones, which have parts of different sessions or only some of the parts.</summary>
internal sealed class SetWatcher(LocalAwsServer aws, IReadOnlyList<string[]> sets)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal) { ["old"] = "old" };
    private int _sessionsSeen;

    /// <returns>The number of mixed sets in each sample until the task completed.</returns>
    public async Task<IReadOnlyList<int>> WatchAsync(Task until)
    {
        using var timer = new PeriodicTimer(Interval);
        var samples = new List<int>();
        do
        {
            // Read the values first: a session is issued before its values are written, so every value that is read has a known owner.
            var values = sets.Select(set => aws.Secrets.ReadTogether(set)).ToList();
            AddOwners();
            samples.Add(values.Count(IsMixed));
        }
        while (await timer.WaitForNextTickAsync() && !until.IsCompleted);
        return samples;
    }

    private void AddOwners()
    {
        var sessions = aws.Sts.Sessions;
        foreach (var session in sessions.Skip(_sessionsSeen))
        {
            (_owners[session.AccessKeyId], _owners[session.SecretAccessKey], _owners[session.SessionToken!]) = (session.AccessKeyId, session.AccessKeyId, session.AccessKeyId);
        }

        _sessionsSeen = sessions.Count;
    }

    private bool IsMixed(IReadOnlyList<string?> values) => values.SelectMany(Parts).Select(part => part is null ? "" : _owners[part]).Distinct().Count() > 1;

    private static string?[] Parts(string? value) => value is ['{', ..] && JsonNode.Parse(value) is { } json
        ? [$"{json["AccessKeyId"]}", $"{json["SecretAccessKey"]}", $"{json["SessionToken"]}"]
        : [value];
}
