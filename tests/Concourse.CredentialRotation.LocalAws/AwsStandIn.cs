using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>STS and Secrets Manager by their wire protocols, whatever carries the requests.</summary>
public class AwsStandIn(TimeProvider time)
{
    private readonly ConcurrentQueue<AwsCall> _calls = new();
    private int _number;

    public LocalSecretsManager Secrets { get; } = new(time);

    public LocalSts Sts { get; } = new(time);

    /// <summary>All calls so far, in the order of their arrival, also those that a fault hit.</summary>
    public IReadOnlyList<AwsCall> Calls => [.. _calls];

    /// <summary>Asked before each call is done: what goes wrong with it, or null. It may also hold the call back.</summary>
    public Func<AwsCall, CancellationToken, Task<Fault?>>? Intercept { get; set; }

    /// <summary>What the execution role may do; null for everything.</summary>
    public IamPolicy? Policy { get; set; }

    /// <summary>The quotas that are enforced; null for none.</summary>
    public LocalAwsQuotas? Quotas { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    public void ForgetCalls()
    {
        _calls.Clear();
        _number = 0;
    }

    /// <summary>Forgets everything but who the callers are.</summary>
    public void Reset()
    {
        ForgetCalls();
        Secrets.Reset();
        Sts.Reset();
    }

    /// <summary>Does what a request asks for; null where the connection is closed without an answer.</summary>
    public Task<AwsAnswer?> AnswerAsync(AwsRequest request, CancellationToken aborted)
    {
        var target = request.Header("X-Amz-Target") ?? "";
        if (target.StartsWith(SecretsManagerProtocol.TargetPrefix, StringComparison.Ordinal))
        {
            var json = JsonNode.Parse(request.Body)!;
            var operation = target[SecretsManagerProtocol.TargetPrefix.Length..];
            return AnswerAsync(
                Record(request, operation, SecretsManagerProtocol.Resource(json), SecretsManagerProtocol.VersionId(json)),
                "application/x-amz-json-1.1",
                () =>
                {
                    var caller = Signature.Check(request, "secretsmanager", Sts);
                    foreach (var (action, resource) in SecretsManagerProtocol.Permissions(Secrets, operation, json))
                    {
                        Policy?.Demand(caller.Arn, action, resource);
                    }

                    return SecretsManagerProtocol.Answer(Secrets, operation, json).ToJsonString();
                },
                (error, _) => SecretsManagerProtocol.Error(error).ToJsonString(),
                () => "{}",
                aborted);
        }

        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body)).ToDictionary(field => field.Key, field => field.Value.ToString());
        var action = form.GetValueOrDefault("Action", "");
        return AnswerAsync(
            Record(request, action, form.GetValueOrDefault("RoleArn"), ""),
            "text/xml",
            () =>
            {
                var caller = Signature.Check(request, "sts", Sts);
                foreach (var permission in StsProtocol.Permissions(action, form))
                {
                    Policy?.Demand(caller.Arn, permission, form.GetValueOrDefault("RoleArn", ""), form.GetValueOrDefault("ExternalId"));
                }

                return StsProtocol.Answer(Sts, caller, action, form).ToString(SaveOptions.DisableFormatting);
            },
            (error, requestId) => StsProtocol.Error(error, requestId).ToString(SaveOptions.DisableFormatting),
            () => StsProtocol.EmptyAnswer(action).ToString(SaveOptions.DisableFormatting),
            aborted);
    }

    private AwsCall Record(AwsRequest request, string operation, string? resource, string versionId)
    {
        var caller = Sts.Find(request.Authorization.Split("Credential=").Last().Split('/')[0]);
        var call = new AwsCall(
            Interlocked.Increment(ref _number), operation, resource ?? caller?.Arn ?? "", versionId, caller?.AccessKeyId ?? "", request.Header("User-Agent") ?? "");
        _calls.Enqueue(call);
        return call;
    }

    private async Task<AwsAnswer?> AnswerAsync(
        AwsCall call,
        string contentType,
        Func<string> perform,
        Func<AwsException, string, string> describe,
        Func<string> emptyResult,
        CancellationToken aborted)
    {
        try
        {
            if (Latency > TimeSpan.Zero)
            {
                await Task.Delay(Latency, aborted);
            }

            var fault = Intercept is { } intercept ? await intercept(call, aborted) : null;
            switch (fault)
            {
                case Fault.UnansweredFault:
                    await Task.Delay(Timeout.Infinite, aborted);
                    break;
                case Fault.ProxyPageFault:
                    return new AwsAnswer(403, "text/html", "<html><head><title>403 Forbidden</title></head><body>Blocked by policy</body></html>");
                case Fault.Refused refused:
                    throw new AwsException(call.IsSts ? refused.StsCode : refused.Code, refused.Message, refused.Status);
            }

            Quotas?.Take(call);
            var text = perform();
            return fault switch
            {
                Fault.LostAnswerFault => null,
                Fault.MalformedFault => Answer(200, text[..(text.Length * 2 / 3)]),
                Fault.EmptyFault => Answer(200, ""),
                Fault.EmptyResultFault => Answer(200, emptyResult()),
                _ => Answer(200, text),
            };
        }
        catch (AwsException error)
        {
            call.Error = error.Code;
            return Answer(error.Status, describe(error, call.RequestId));
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        AwsAnswer Answer(int status, string text) => new(status, contentType, text) { RequestId = call.RequestId };
    }
}
