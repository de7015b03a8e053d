using Concourse.CredentialRotation;
using Microsoft.Extensions.Options;

namespace Worker;

/// <summary>
/// Reads and rotates all teams, round after round. The folder is read each time instead of being watched: Kubernetes updates a mounted ConfigMap by
/// replacing a symbolic link, which file watchers miss.
/// </summary>
internal sealed partial class RotationWorker(
    TeamReader reader, ICredentialRotator rotator, TeamHealth health, IOptions<WorkerOptions> options, TimeProvider time, ILogger<RotationWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            var files = await Task.WhenAll(ListFiles().Select(path => ReadAsync(path, stoppingToken)));

            // All at once, so that no team waits for the timeout of another. The library limits how many accounts are rotated concurrently.
            var problems = await Task.WhenAll(files.Select(file =>
                RotateAsync(file.Name, file.Team, firstFile: files.First(other => other.Team?.Name == file.Team?.Name).Name, stoppingToken)));
            health.Report(files.Length, files.Length == 0 ? [$"no team file in {options.Value.TeamFolder}"] : [.. problems.SelectMany(problem => problem)]);
            LogRoundEnded(files.Length);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<string> ListFiles()
    {
        try
        {
            return Directory.GetFiles(options.Value.TeamFolder!, "*.json").Order(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(options.Value.TeamFolder!, exception.Message);
            return [];
        }
    }

    /// <summary>Reads the team of a file; null if that is not possible, which does not stop the other teams.</summary>
    private async Task<(string Name, Team? Team)> ReadAsync(string path, CancellationToken stoppingToken)
    {
        var file = Path.GetFileName(path);
        try
        {
            var result = reader.Read(await File.ReadAllBytesAsync(path, stoppingToken));
            if (result.UnknownFields.Count > 0)
            {
                LogUnknownFields(file, string.Join(", ", result.UnknownFields));
            }

            return (file, result.EnsureValid());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidTeamException)
        {
            LogUnreadable(file, exception.Message);
            return (file, null);
        }
    }

    /// <summary>Rotates the team of a file, unless another file has the same team: they would replace each other's credentials.</summary>
    /// <returns>The problems; empty if all accounts have fresh credentials.</returns>
    private async Task<IEnumerable<string>> RotateAsync(string file, Team? team, string firstFile, CancellationToken stoppingToken)
    {
        if (team is null)
        {
            return [$"{file}: cannot be read"];
        }

        if (file != firstFile)
        {
            LogDuplicate(file, firstFile, team.Name);
            return [$"{file}: has the same team as {firstFile}"];
        }

        // The library logs each outcome.
        var report = await rotator.RotateAsync(team, time.GetUtcNow() + options.Value.Timeout, stoppingToken);
        return report.Accounts.Where(account => !account.Succeeded).Select(account => $"{file}: account {account.Account} {account.Outcome}");
    }

    [LoggerMessage(1, LogLevel.Information, "The round through {Teams} teams has ended")]
    private partial void LogRoundEnded(int teams);

    [LoggerMessage(2, LogLevel.Error, "Cannot read {Path}: {Error}")]
    private partial void LogUnreadable(string path, string error);

    [LoggerMessage(3, LogLevel.Warning, "{File}: ignored unknown fields: {Fields}")]
    private partial void LogUnknownFields(string file, string fields);

    [LoggerMessage(4, LogLevel.Error, "{File}: ignored, because {FirstFile} has the same team, {Team}")]
    private partial void LogDuplicate(string file, string firstFile, string team);
}
