using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>STS, Secrets Manager and Parameter Store by their wire protocols, over whatever transport.</summary>
public class AwsEmulator(TimeProvider time)
{
    private readonly ConcurrentQueue<AwsCall> _calls = new();
    private ImmutableList<CallRule> _rules = [];
    private int _number;

    public LocalSecretsManager Secrets { get; } = new(time);

    public LocalParameterStore Parameters { get; } = new(time);

    public LocalSts Sts { get; } = new(time);

    /// <summary>All calls so far, in the order of their arrival, also those that a fault hit.</summary>
    public IReadOnlyList<AwsCall> Calls => [.. _calls];

    /// <summary>Asked before each call is done: what goes wrong with it, or null. It may also delay the call. For single calls, see <see cref="On(string, string?)"/>.</summary>
    public Func<AwsCall, CancellationToken, Task<Fault?>>? Intercept { get; set; }

    /// <summary>What the execution role may do; null for everything.</summary>
    public IamPolicy? Policy { get; set; }

    /// <summary>The quotas that are enforced; null for none.</summary>
    public LocalAwsQuotas? Quotas { get; set; }

    /// <summary>How long each response takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>A rule for the calls of an operation, on one resource where that is given.</summary>
    public CallRule On(string operation, string? resource = null) =>
        On(call => call.Operation == operation && (resource is null || call.Resource == resource));

    /// <summary>A rule for the calls that match.</summary>
    public CallRule On(Func<AwsCall, bool> matches)
    {
        var rule = new CallRule(matches);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }

    /// <summary>Removes all rules, so that nothing goes wrong any more.</summary>
    public void ClearRules() => _rules = [];

    public void ForgetCalls()
    {
        _calls.Clear();
        _number = 0;
    }

    /// <summary>Checks the signature of a request, and returns whose it is.</summary>
    public LocalIdentity Authenticate(AwsRequest request) => Signature.Check(request, ServiceOf(request), Sts);

    /// <summary>Handles a request; null where the connection is closed without a response.</summary>
    public Task<AwsResponse?> RespondAsync(AwsRequest request, CancellationToken aborted)
    {
        var target = request.Header("X-Amz-Target") ?? "";
        if (ServiceOf(request) is "secretsmanager")
        {
            var (operation, json) = (target[SecretsManagerProtocol.TargetPrefix.Length..], JsonNode.Parse(request.Body)!);
            return RespondAsync(
                request,
                Record(request, operation, SecretsManagerProtocol.Resource(json), SecretsManagerProtocol.VersionId(json)),
                () => SecretsManagerProtocol.Permissions(Secrets, operation, json),
                () => SecretsManagerProtocol.Response(Secrets, operation, json),
                SecretsManagerProtocol.Error,
                aborted);
        }

        if (ServiceOf(request) is "ssm")
        {
            var (operation, json) = (target[ParameterStoreProtocol.TargetPrefix.Length..], JsonNode.Parse(request.Body)!);
            return RespondAsync(
                request,
                Record(request, operation, ParameterStoreProtocol.Resource(json), json["Description"]?.GetValue<string>() ?? ""),
                () => ParameterStoreProtocol.Permissions(Parameters, operation, json),
                () => ParameterStoreProtocol.Response(Parameters, operation, json),
                ParameterStoreProtocol.Error,
                aborted);
        }

        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body)).ToDictionary(field => field.Key, field => field.Value.ToString());
        var action = form.GetValueOrDefault("Action", "");
        return RespondAsync(
            Record(request, action, form.GetValueOrDefault("RoleArn"), ""),
            "text/xml",
            () =>
            {
                var caller = request.Caller ?? Authenticate(request);
                foreach (var permission in StsProtocol.Permissions(action, form))
                {
                    Policy?.Demand(caller.Arn, permission, form.GetValueOrDefault("RoleArn", ""), form.GetValueOrDefault("ExternalId"));
                }

                return StsProtocol.Response(Sts, caller, action, form).ToString(SaveOptions.DisableFormatting);
            },
            (error, requestId) => StsProtocol.Error(error, requestId).ToString(SaveOptions.DisableFormatting),
            () => StsProtocol.EmptyResponse(action).ToString(SaveOptions.DisableFormatting),
            aborted);
    }

    private static string ServiceOf(AwsRequest request) => request.Header("X-Amz-Target") switch
    {
        { } target when target.StartsWith(SecretsManagerProtocol.TargetPrefix, StringComparison.Ordinal) => "secretsmanager",
        { } target when target.StartsWith(ParameterStoreProtocol.TargetPrefix, StringComparison.Ordinal) => "ssm",
        _ => "sts",
    };

    private Task<AwsResponse?> RespondAsync(
        AwsRequest request,
        AwsCall call,
        Func<IEnumerable<(string Action, string Resource)>> permissions,
        Func<JsonNode> respond,
        Func<AwsException, JsonNode> describe,
        CancellationToken aborted) => RespondAsync(
            call,
            "application/x-amz-json-1.1",
            () =>
            {
                var caller = request.Caller ?? Authenticate(request);
                foreach (var (action, resource) in permissions())
                {
                    Policy?.Demand(caller.Arn, action, resource);
                }

                return respond().ToJsonString();
            },
            (error, _) => describe(error).ToJsonString(),
            () => "{}",
            aborted);

    private AwsCall Record(AwsRequest request, string operation, string? resource, string versionId)
    {
        var caller = Sts.Find(request.Authorization.Split("Credential=").Last().Split('/')[0]);
        var call = new AwsCall(
            Interlocked.Increment(ref _number), operation, resource ?? caller?.Arn ?? "", versionId, caller?.AccessKeyId ?? "", request.Header("User-Agent") ?? "");
        _calls.Enqueue(call);
        return call;
    }

    private async Task<Fault?> FindFaultAsync(AwsCall call, CancellationToken aborted)
    {
        var fault = Intercept is { } intercept ? await intercept(call, aborted) : null;
        foreach (var rule in _rules)
        {
            var response = await rule.ApplyAsync(call, aborted);
            fault ??= response;
        }

        return fault;
    }

    private async Task<AwsResponse?> RespondAsync(
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

            var fault = await FindFaultAsync(call, aborted);
            switch (fault)
            {
                case Fault.NoResponseFault:
                    await Task.Delay(Timeout.Infinite, aborted);
                    break;
                case Fault.ProxyPageFault:
                    return new AwsResponse(403, "text/html", "<html><head><title>403 Forbidden</title></head><body>Blocked by policy</body></html>");
                case Fault.Refused refused:
                    throw new AwsException(call.IsSts ? refused.StsCode : refused.Code, refused.Message, refused.Status);
            }

            Quotas?.Take(call);
            var text = perform();
            return fault switch
            {
                Fault.LostResponseFault => null,
                Fault.MalformedFault => Response(200, text[..(text.Length * 2 / 3)]),
                Fault.EmptyFault => Response(200, ""),
                Fault.EmptyResultFault => Response(200, emptyResult()),
                _ => Response(200, text),
            };
        }
        catch (AwsException exception)
        {
            call.Error = exception.Code;
            return Response(exception.Status, describe(exception, call.RequestId));
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        AwsResponse Response(int status, string text) => new(status, contentType, text) { RequestId = call.RequestId };
    }
}
