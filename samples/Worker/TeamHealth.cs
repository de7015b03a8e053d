using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Worker;

/// <summary>Whether the last round rotated every team, and was not too long ago.</summary>
internal sealed class TeamHealth(IOptions<WorkerOptions> options, TimeProvider time) : IHealthCheck
{
    private volatile Round? _last;

    public void Report(int teams, IReadOnlyList<string> problems) => _last = new(time.GetUtcNow(), teams, problems);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(_last switch
    {
        null => HealthCheckResult.Unhealthy("no round has ended yet"),
        var last when time.GetUtcNow() - last.End > options.Value.MaxAge => HealthCheckResult.Unhealthy($"no round has ended since {last.End:u}"),
        { Problems.Count: > 0 } last => HealthCheckResult.Unhealthy($"{string.Join("; ", last.Problems)} ({last.End:u})"),
        var last => HealthCheckResult.Healthy($"{last.Teams} teams ({last.End:u})"),
    });

    private sealed record Round(DateTimeOffset End, int Teams, IReadOnlyList<string> Problems);
}
