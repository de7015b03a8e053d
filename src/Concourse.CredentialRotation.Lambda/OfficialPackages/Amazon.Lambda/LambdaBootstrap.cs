// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.Lambda.RuntimeSupport;

internal sealed class LambdaBootstrap : IDisposable
{
    // No timeout: the process may be frozen for long while it waits for the next invocation.
    private readonly HttpClient _httpClient = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly LambdaBootstrapHandler _handler;
    private readonly LambdaBootstrapInitializer? _initializer;
    private readonly RuntimeApiClient _client;

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer = null)
    {
        (_handler, _initializer) = (handler, initializer);
        _client = new RuntimeApiClient(_httpClient);
    }

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (_initializer is not null && !await _initializer().ConfigureAwait(false))
            {
                return;
            }
        }
        catch (Exception exception)
        {
            await _client.FailInitAsync(exception, cancellationToken).ConfigureAwait(false);
            throw;
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await InvokeOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose() => _httpClient.Dispose();

    private async Task InvokeOnceAsync(CancellationToken cancellationToken)
    {
        using var next = await _client.NextAsync(cancellationToken).ConfigureAwait(false);
        var context = new RuntimeApiContext(next.Headers);
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", context.TraceId);
        InvocationResponse response;
        try
        {
            var input = await next.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            response = await _handler(new InvocationRequest { InputStream = input, LambdaContext = context }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await _client.FailAsync(context.AwsRequestId, exception, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _client.RespondAsync(context.AwsRequestId, response.OutputStream, cancellationToken).ConfigureAwait(false);
        if (response.DisposeOutputStream)
        {
            await response.OutputStream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
