using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Web;
using System.Xml.Linq;
using Amazon.SecurityToken;

namespace Concourse.CredentialRotation.Testing;

/// <summary>Responds to the requests of the SDK in the query protocol of STS (<see href="https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html"/>).</summary>
internal sealed partial class StsMessageHandler(TimeProvider time) : HttpMessageHandler
{
    public const string CallerAccessKeyId = "AKIAIOSFODNN7EXAMPLE";

    private static readonly XNamespace Xml = "https://sts.amazonaws.com/doc/2011-06-15/";

    private readonly Lock _lock = new();
    private readonly List<AssumeRoleCall> _calls = [];
    private readonly Dictionary<string, string> _arns = new(StringComparer.Ordinal);

    public string CallerArn { get; set; } = "arn:aws:sts::111122223333:assumed-role/concourse-credential-rotation/test";

    public Func<AssumeRoleCall, AmazonSecurityTokenServiceException?>? OnAssumeRole { get; set; }

    public IReadOnlyList<AssumeRoleCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        var parameters = form.AllKeys.OfType<string>().ToDictionary(name => name, name => form[name]!, StringComparer.Ordinal);
        return parameters["Action"] switch
        {
            "AssumeRole" => AssumeRole(parameters),
            "GetCallerIdentity" => GetCallerIdentity(request),
            var action => Error(HttpStatusCode.BadRequest, "InvalidAction", $"The in-memory STS does not have the operation {action}."),
        };
    }

    private HttpResponseMessage AssumeRole(Dictionary<string, string> parameters)
    {
        var call = new AssumeRoleCall
        {
            RoleArn = parameters["RoleArn"],
            SessionName = parameters["RoleSessionName"],
            ExternalId = parameters.GetValueOrDefault("ExternalId"),
            Duration = TimeSpan.FromSeconds(int.Parse(parameters.GetValueOrDefault("DurationSeconds", "3600"), CultureInfo.InvariantCulture)),
            Parameters = parameters,
        };
        lock (_lock)
        {
            _calls.Add(call);
        }

        if (OnAssumeRole?.Invoke(call) is { } error)
        {
            return Error(error.StatusCode is 0 ? HttpStatusCode.Forbidden : error.StatusCode, error.ErrorCode ?? "AccessDenied", error.Message);
        }

        var accessKeyId = $"ASIA{RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}";
        lock (_lock)
        {
            _arns[accessKeyId] = GetSessionArn(call);
        }

        return Result(
            "AssumeRole",
            new XElement(
                Xml + "Credentials",
                new XElement(Xml + "AccessKeyId", accessKeyId),
                new XElement(Xml + "SecretAccessKey", RandomNumberGenerator.GetHexString(40)),
                new XElement(Xml + "SessionToken", RandomNumberGenerator.GetHexString(400)),
                new XElement(Xml + "Expiration", (time.GetUtcNow() + call.Duration).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))));
    }

    // The access key in the signature tells who is calling. The signature itself is not checked.
    private HttpResponseMessage GetCallerIdentity(HttpRequestMessage request)
    {
        var accessKeyId = Credential().Match(string.Join(' ', request.Headers.GetValues("Authorization"))).Groups["id"].Value;
        lock (_lock)
        {
            return Result("GetCallerIdentity", new XElement(Xml + "Arn", accessKeyId is CallerAccessKeyId ? CallerArn : _arns.GetValueOrDefault(accessKeyId, "")));
        }
    }

    /// <summary>From <c>arn:aws:iam::ID:role/PATH/NAME</c> to <c>arn:aws:sts::ID:assumed-role/NAME/SESSION</c>.</summary>
    private static string GetSessionArn(AssumeRoleCall call)
    {
        var parts = call.RoleArn.Split(':');
        return $"{parts[0]}:{parts[1]}:sts::{parts[4]}:assumed-role/{parts[5].Split('/')[^1]}/{call.SessionName}";
    }

    private static HttpResponseMessage Result(string operation, XElement content) =>
        Respond(HttpStatusCode.OK, new(Xml + $"{operation}Response", new XElement(Xml + $"{operation}Result", content), new XElement(Xml + "ResponseMetadata", RequestId())));

    private static HttpResponseMessage Error(HttpStatusCode status, string code, string message) => Respond(
        status,
        new(Xml + "ErrorResponse", new XElement(Xml + "Error", new XElement(Xml + "Type", "Sender"), new XElement(Xml + "Code", code), new XElement(Xml + "Message", message)), RequestId()));

    private static HttpResponseMessage Respond(HttpStatusCode status, XElement content) =>
        new(status) { Content = new StringContent(content.ToString(), System.Text.Encoding.UTF8, "text/xml") };

    private static XElement RequestId() => new(Xml + "RequestId", Guid.NewGuid());

    [GeneratedRegex("Credential=(?<id>[A-Z0-9]+)/")]
    private static partial Regex Credential();
}
