using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The local Runtime API responds as Lambda's does, as far as a runtime reads the responses.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class LocalLambdaRuntimeTests
{
    private const string Ok = """{"status":"OK"}""";

    private static readonly TimeSpan TimeLeft = TimeSpan.FromMinutes(1);

    [TestCase("response")]
    [TestCase("error")]
    public async Task Post_OutcomeOfAnInvocation_IsAcceptedWithAStatus(string outcome)
    {
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        using var client = Client(runtime);
        var invocation = runtime.InvokeAsync("{}"u8.ToArray(), TimeLeft, Cancellation);
        var id = await NextAsync(client);

        using var response = await client.PostAsync(new Uri($"invocation/{id}/{outcome}", UriKind.Relative), Json("{}"), Cancellation);

        Assert.That((response.StatusCode, await response.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.Accepted, Ok)));
        Assert.That((await invocation).IsError, Is.EqualTo(outcome is "error"));
    }

    [Test]
    public async Task Post_InitError_IsAcceptedWithAStatus()
    {
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        using var client = Client(runtime);

        using var response = await client.PostAsync(new Uri("init/error", UriKind.Relative), Json("""{"errorType":"Any"}"""), Cancellation);

        Assert.That((response.StatusCode, await response.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.Accepted, Ok)));
        Assert.That(await runtime.InitError, Is.EqualTo("""{"errorType":"Any"}"""));
    }

    /// <summary>A runtime may send up to 1 MB of an error's cause in the header that X-Ray reads.</summary>
    [Test]
    public async Task Post_ErrorWithALargeHeader_IsAccepted()
    {
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        using var client = Client(runtime);
        _ = runtime.InvokeAsync("{}"u8.ToArray(), TimeLeft, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"invocation/{await NextAsync(client)}/error", UriKind.Relative)) { Content = Json("{}") };
        request.Headers.Add("Lambda-Runtime-Function-XRay-Error-Cause", new string('x', 1024 * 1024));

        using var response = await client.SendAsync(request, Cancellation);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task Post_ResponseOfAnUnknownInvocation_IsRefusedWithAnError()
    {
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        using var client = Client(runtime);

        using var response = await client.PostAsync(new Uri("invocation/unknown/response", UriKind.Relative), Json("{}"), Cancellation);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"errorType\":\"InvalidRequestID\""));
    }

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    private static HttpClient Client(LocalLambdaRuntime runtime) => new() { BaseAddress = new Uri($"http://{runtime.Address}/2018-06-01/runtime/") };

    private static async Task<string> NextAsync(HttpClient client)
    {
        using var next = await client.GetAsync(new Uri("invocation/next", UriKind.Relative), Cancellation);
        return next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
