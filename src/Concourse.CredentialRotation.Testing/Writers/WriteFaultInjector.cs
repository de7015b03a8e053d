namespace Concourse.CredentialRotation.Testing;

/// <summary>
/// Decides for each write request to a store whether it fails. <see cref="SecretWriterCheck"/> creates one for each fresh store, and the store asks it: a
/// fake store or a local emulator with <see cref="NextAsync"/>, a wrapper of the store's client with <see cref="SendAsync{T}(Func{Task{T}})"/>.
/// </summary>
public sealed class WriteFaultInjector
{
    private Injection? _injection;
    private int _count;

    internal WriteFaultInjector()
    {
    }

    /// <summary>How many write requests there were so far.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Must be called before each request that changes what the store holds, values that nobody reads yet included, and before nothing else: not before one that
    /// reads or locks. It may take a while.
    /// </summary>
    /// <returns>What the store has to do with the request.</returns>
    public async Task<WriteFault> NextAsync()
    {
        var number = Interlocked.Increment(ref _count);
        if (_injection is not { } injection || number < injection.Number || (number > injection.Number && !injection.IsPersistent))
        {
            return WriteFault.None;
        }

        if (number == injection.Number && injection.Before is { } before)
        {
            await before().ConfigureAwait(false);
        }

        return injection.Fault;
    }

    /// <summary>Sends a request that changes the store, unless it is to be rejected.</summary>
    /// <typeparam name="T">The type of the response.</typeparam>
    /// <param name="send">Sends the request.</param>
    /// <returns>The response.</returns>
    /// <exception cref="HttpRequestException">The request was made to fail. A writer whose store throws something else can ask <see cref="NextAsync"/> instead.</exception>
    public async Task<T> SendAsync<T>(Func<Task<T>> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        switch (await NextAsync().ConfigureAwait(false))
        {
            case WriteFault.Rejected:
                throw new HttpRequestException("The test made the request fail before it took effect.");
            case WriteFault.ResponseLost:
                await send().ConfigureAwait(false);
                throw new HttpRequestException("The test made the response to the request get lost.");
            default:
                return await send().ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="SendAsync{T}(Func{Task{T}})"/>
    public Task SendAsync(Func<Task> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        return SendAsync(async () =>
        {
            await send().ConfigureAwait(false);
            return true;
        });
    }

    /// <summary>Makes a request fail that has not been sent yet.</summary>
    /// <param name="number">The number of the request, counted from 1 and from now on.</param>
    /// <param name="fault">What goes wrong with it.</param>
    /// <param name="isPersistent">Whether the same goes wrong with all later requests.</param>
    /// <param name="before">What is done before the request.</param>
    internal void Inject(int number, WriteFault fault, bool isPersistent = false, Func<Task>? before = null) =>
        _injection = new(Count + number, fault, isPersistent, before);

    internal void Clear() => _injection = null;

    private sealed record Injection(int Number, WriteFault Fault, bool IsPersistent, Func<Task>? Before);
}
