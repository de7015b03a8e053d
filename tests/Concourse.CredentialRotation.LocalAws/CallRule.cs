using System.Collections.Concurrent;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>
/// What happens at some of the calls: <c>aws.On("PutSecretValue").Nth(2).Respond(Fault.AccessDenied)</c>. A rule without a number applies
/// to each call that it matches. Where several rules apply to a call, all of them act, and the first fault is the response.
/// </summary>
public sealed class CallRule
{
    private readonly Func<AwsCall, bool> _matches;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private Func<AwsCall, string> _countedBy = _ => "";
    private int _first = 1;
    private int _last = int.MaxValue;
    private Func<CancellationToken, Task>? _action;
    private Fault? _fault;

    internal CallRule(Func<AwsCall, bool> matches) => _matches = matches;

    /// <summary>Applies to one of the calls only, counted from 1.</summary>
    public CallRule Nth(int number) => Between(number, number);

    /// <summary>Applies to the first calls only.</summary>
    public CallRule First(int count) => Between(1, count);

    /// <summary>Applies to all calls but the first.</summary>
    public CallRule After(int count) => Between(count + 1, int.MaxValue);

    /// <summary>Counts the calls of each resource by themselves.</summary>
    public CallRule PerResource()
    {
        _countedBy = call => call.Resource;
        return this;
    }

    /// <summary>Does something before the call is done.</summary>
    public CallRule Do(Action action) => Do(_ =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <inheritdoc cref="Do(Action)"/>
    public CallRule Do(Func<Task> action) => Do(_ => action());

    /// <inheritdoc cref="Do(Action)"/>
    /// <param name="action">What is done; the token fires when the client closes the connection.</param>
    public CallRule Do(Func<CancellationToken, Task> action)
    {
        _action = action;
        return this;
    }

    /// <summary>Makes something go wrong with the call.</summary>
    public CallRule Respond(Fault fault)
    {
        _fault = fault;
        return this;
    }

    internal async Task<Fault?> ApplyAsync(AwsCall call, CancellationToken aborted)
    {
        if (!_matches(call) || _counts.AddOrUpdate(_countedBy(call), 1, (_, count) => count + 1) is var number && (number < _first || number > _last))
        {
            return null;
        }

        if (_action is not null)
        {
            await _action(aborted);
        }

        return _fault;
    }

    private CallRule Between(int first, int last)
    {
        (_first, _last) = (first, last);
        return this;
    }
}
