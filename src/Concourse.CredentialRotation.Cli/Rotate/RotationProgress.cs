using System.Collections.Concurrent;
using System.Diagnostics;
using Spectre.Console;

namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// Shows how far a rotation is, on standard error: on a terminal in lines that are redrawn, and otherwise a line for each account that has ended. It listens
/// to the activities of the library (docs/telemetry.md).
/// </summary>
internal sealed class RotationProgress : IDisposable
{
    private const int MaxShown = 16;
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly int _total;
    private readonly ActivityListener _listener;
    private readonly ConcurrentDictionary<string, string> _steps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private readonly Task _drawing;

    public RotationProgress(Terminal terminal, int accounts)
    {
        (_terminal, _total) = (terminal, accounts);
        _listener = new()
        {
            ShouldListenTo = source => source.Name is CredentialRotationTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = Begin,
            ActivityStopped = End,
        };
        ActivitySource.AddActivityListener(_listener);
        _drawing = terminal.IsErrorInteractive ? DrawAsync() : Task.CompletedTask;
    }

    public void Stop()
    {
        _stopped.Cancel();
        _drawing.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _stopped.Dispose();
    }

    /// <summary>An account has reached a step.</summary>
    private void Begin(Activity activity)
    {
        if (activity.GetTagItem(AttributeNames.Step) is string step)
        {
            _steps[NameAccount(activity)] = Describe(step);
        }
    }

    /// <summary>The rotation of an account has ended. One that has no outcome starts again later.</summary>
    private void End(Activity activity)
    {
        if (activity.OperationName is not ActivityNames.Account)
        {
            return;
        }

        _steps.TryRemove(NameAccount(activity), out _);
        if (activity.GetTagItem(AttributeNames.Outcome) is not string outcome)
        {
            return;
        }

        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        if (!_terminal.IsErrorInteractive)
        {
            lock (_lock)
            {
                _terminal.Error.WriteLine($"{NameAccount(activity)}: {outcome}");
            }
        }
    }

    private static string NameAccount(Activity activity) => $"{activity.GetTagItem(AttributeNames.Team)}/{activity.GetTagItem(AttributeNames.Account)}";

    private static string Describe(string step) => step switch
    {
        "inspect" => "reading the secrets",
        "assume" => "assuming the role",
        "verify" => "verifying the session",
        "stage" => "staging the secrets",
        _ => "promoting the secrets",
    };

    private async Task DrawAsync()
    {
        var console = Screen.CreateConsole(_terminal.Error, _terminal.IsErrorColored, _terminal.Width);
        console.Profile.Capabilities.Interactive = true;
        console.Profile.Capabilities.Ansi = true;
        await console.Live(CreateView()).AutoClear(true).StartAsync(async live =>
        {
            while (!_stopped.IsCancellationRequested)
            {
                live.UpdateTarget(CreateView());
                await Task.Delay(RedrawEvery, TimeProvider.System, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }).ConfigureAwait(false);
    }

    private Rows CreateView()
    {
        var done = _outcomes.ToList();
        var counts = string.Join(", ", done.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => $"{outcome.Value} {outcome.Key}"));
        var now = _steps.OrderBy(step => step.Key, StringComparer.Ordinal).ToList();
        return new(
        [
            new Text($"{done.Sum(outcome => outcome.Value)} of {Count.Of(_total, "account")}{(counts.Length == 0 ? "" : $": {counts}")}"),
            .. now.Take(MaxShown).Select(step => new Text($"  {step.Key}: {step.Value} …")),
            .. now.Count > MaxShown ? [new Text($"  and {now.Count - MaxShown} more")] : Array.Empty<Text>(),
        ]);
    }
}
