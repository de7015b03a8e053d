using Amazon.Runtime;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>Makes the SDK send all requests with one client.</summary>
internal sealed class OneClient(HttpClient http) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
