using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>A proxy in the function's environment is for AWS, and never for Lambda's Runtime API.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ProxyTests
{
    /// <summary>A host that no resolver knows (RFC 6761), so that only the proxy can reach it.</summary>
    private const string AwsHost = "aws.invalid";

    [TestCase("HTTP_PROXY")]
    [TestCase("http_proxy")]
    [TestCase("ALL_PROXY")]
    [TestCase("all_proxy")]
    public async Task Invoke_ProxyForHttp_CallsAllOfAwsThroughItAndNothingElse(string variable)
    {
        await using var proxy = new RecordingProxy();
        await using var harness = await FunctionHarness.StartAsync((variable, proxy.Address), ("AWS_ENDPOINT_URL", $"http://{AwsHost}"));
        proxy.Upstream = harness.Aws.Endpoint;

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That(proxy.Requested, Is.All.EqualTo($"POST {AwsHost}").And.Not.Empty);
    }

    [TestCase("HTTPS_PROXY")]
    [TestCase("https_proxy")]
    [TestCase("ALL_PROXY")]
    [TestCase("all_proxy")]
    public async Task Invoke_ProxyForHttps_CallsAllOfAwsThroughItAndNothingElse(string variable)
    {
        using var certificate = SelfSigned();
        var trusted = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{AwsHost}.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        await using var proxy = new RecordingProxy();
        await using var harness = await FunctionHarness.StartAsync(
            certificate, (variable, proxy.Address), ("AWS_ENDPOINT_URL", $"https://{AwsHost}"), ("SSL_CERT_FILE", trusted));
        proxy.Upstream = harness.Aws.Endpoint;

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That(proxy.Requested, Is.All.EqualTo($"CONNECT {AwsHost}:443").And.Not.Empty);
    }

    [TestCase("NO_PROXY")]
    [TestCase("no_proxy")]
    public async Task Invoke_HostThatNeedsNoProxy_IsCalledDirectly(string variable)
    {
        await using var proxy = new RecordingProxy();
        await using var harness = await FunctionHarness.StartAsync(("ALL_PROXY", proxy.Address), (variable, "example.com,127.0.0.1"));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That(proxy.Requested, Is.Empty);
    }

    [Test]
    [NonParallelizable]
    public async Task Invoke_ProxyOfTheTestProcess_IsNotInherited()
    {
        const string variable = "all_proxy";
        var before = Environment.GetEnvironmentVariable(variable);
        await using var proxy = new RecordingProxy();
        Environment.SetEnvironmentVariable(variable, proxy.Address);
        try
        {
            await using var harness = await FunctionHarness.StartAsync();

            var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

            Assert.That(result.IsError, Is.False, result.Json);
            Assert.That(proxy.Requested, Is.Empty);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={AwsHost}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(AwsHost);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
