using Amazon.Runtime;

namespace Concourse.CredentialRotation.Testing;

/// <summary>Makes the SDK send all requests with one client.</summary>
internal sealed class SingleHttpClientFactory(HttpClient client) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
