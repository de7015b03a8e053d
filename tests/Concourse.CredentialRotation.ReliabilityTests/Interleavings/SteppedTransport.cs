using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Microsoft.AspNetCore.WebUtilities;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Carries the SDK's requests, and holds each until it is let through. A response's continuations run inside the call that gives it, so
/// when that returns, the rotation has come to its next calls or to its end: nothing waits, and nothing is left to chance. A call from another thread would
/// break that, and is an error.
/// </summary>
internal sealed class SteppedTransport(string rotation, AwsEmulator aws, StableVersionIds versionIds) : HttpMessageHandler
{
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private readonly List<string> _promoted = [];
    private int _thread;
    private Exception? _error;
    private Step? _running;

    public List<PendingCall> Pending
    {
        get => _error is null ? field : throw _error;
    } = [];

    public bool IsPromoting => _promoted.Count > 0;

    public void Reset()
    {
        (_thread, _running, _error) = (Environment.CurrentManagedThreadId, null, null);
        SynchronizationContext.SetSynchronizationContext(null);
        _promoted.Clear();
        _occurrences.Clear();
        Pending.Clear();
    }

    /// <summary>Gives the next call of its kind the same name.</summary>
    public void Forget(PendingCall call) => _occurrences[KindOf(call.Step.Operation, call.Step.Resource, call.Step.OnBehalfOf)]--;

    public void Deliver(PendingCall call, HttpResponseMessage? response)
    {
        Pending.Remove(call);
        _running = call.Step;
        if (response is null)
        {
            call.Response.SetException(new HttpRequestException("The connection was closed before the response."));
        }
        else
        {
            call.Response.SetResult(response);
        }

        _running = null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            // Also kept, as the code that made the call may handle it.
            throw _error = new InvalidOperationException("A call came from another thread: this run is not reproducible.");
        }

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var received = new AwsRequest(request.RequestUri!.Authority, name => Header(request, name), body);
        var call = Read(received with { Caller = aws.Authenticate(received) });
        Pending.Add(call);
        return await call.Response.Task;
    }

    private static string KindOf(string operation, string resource, string onBehalfOf) => $"{operation} {resource} {onBehalfOf}";

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) || request.Content!.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(',', values)
            : null;

    private PendingCall Read(AwsRequest request)
    {
        string operation, resource;
        string? versionId = null;
        var makesCurrent = false;
        if (request.Header("X-Amz-Target") is { } target)
        {
            var json = JsonNode.Parse(request.Body)!;
            (operation, resource) = (target.Split('.')[1], (string)(json["SecretId"] ?? json["Name"])!);
            if ((string?)json["ClientRequestToken"] is { } created)
            {
                versionIds.Add(created, resource);
                versionId = versionIds.ToStable(created);
            }

            request = request with { Body = Encoding.UTF8.GetBytes(versionIds.ToStable(Encoding.UTF8.GetString(request.Body))) };
            makesCurrent = operation is "UpdateSecretVersionStage" || json["VersionStages"]?.ToJsonString().Contains("AWSCURRENT", StringComparison.Ordinal) is true || (operation is "CreateSecret" && RotationId.TryParse(versionId, out _));
        }
        else
        {
            (operation, resource) = (QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body))["Action"].ToString(), "STS");
        }

        if (operation is "UpdateSecretVersionStage")
        {
            if (!IsPromoting)
            {
                // What was before is another phase; the calls from here on have names of their own.
                _occurrences.Clear();
            }

            _promoted.Add(resource);
        }

        // Two followers may read the leader, which was promoted first, concurrently; also again, after a throttled response.
        var onBehalfOf = _running is { Operation: "DescribeSecret" } && operation is "DescribeSecret" && _running.Resource == resource ? _running.OnBehalfOf
            : _running is { Operation: "DescribeSecret" } && operation is "DescribeSecret" && _promoted.IndexOf(_running.Resource) > 0 && resource == _promoted[0] ? _running.Resource
            : resource;
        var kind = KindOf(operation, resource, onBehalfOf);
        _occurrences[kind] = _occurrences.GetValueOrDefault(kind) + 1;
        return new(new(rotation, operation, resource, onBehalfOf, _occurrences[kind]), versionId, makesCurrent, request, new());
    }
}
