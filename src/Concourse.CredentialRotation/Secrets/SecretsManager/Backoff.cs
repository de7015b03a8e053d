using Polly;
using Polly.Retry;

namespace Concourse.CredentialRotation;

/// <summary>How what may come right by itself is tried again: seven tries within some five seconds.</summary>
internal static class Backoff
{
    public static ResiliencePipeline While(PredicateBuilder<object> undecided, CredentialRotationOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = undecided,
                MaxRetryAttempts = options.RetryAttempts,
                Delay = options.RetryDelay,
                MaxDelay = TimeSpan.FromSeconds(2),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
}
