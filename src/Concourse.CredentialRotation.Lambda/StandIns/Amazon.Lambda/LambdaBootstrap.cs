// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.Lambda.RuntimeSupport;

internal sealed class LambdaBootstrap(HttpClient httpClient, LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer = null) : IDisposable
{
    private readonly RuntimeApiClient _client = new(httpClient);

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (initializer is not null && !await initializer().ConfigureAwait(false))
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

    // The HTTP client belongs to whoever passed it in.
    public void Dispose()
    {
    }

    private async Task InvokeOnceAsync(CancellationToken cancellationToken)
    {
        using var next = await _client.NextAsync(cancellationToken).ConfigureAwait(false);
        var context = new RuntimeApiContext(next.Headers);
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", context.TraceId);
        InvocationResponse response;
        try
        {
            var input = await next.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            response = await handler(new InvocationRequest { InputStream = input, LambdaContext = context }).ConfigureAwait(false);
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
