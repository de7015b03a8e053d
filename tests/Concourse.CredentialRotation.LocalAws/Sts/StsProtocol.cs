using System.Globalization;
using System.Xml.Linq;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The AWS query protocol for STS: from a form to XML.</summary>
internal static class StsProtocol
{
    private static readonly XNamespace Xml = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>
    /// What a caller must be allowed for an operation
    /// (<see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html"/>).
    /// </summary>
    public static IEnumerable<string> Permissions(string operation, IReadOnlyDictionary<string, string> form)
    {
        if (operation is not "AssumeRole")
        {
            yield break;
        }

        yield return "sts:AssumeRole";
        if (form.ContainsKey("Tags.member.1.Key"))
        {
            yield return "sts:TagSession";
        }

        if (form.ContainsKey("SourceIdentity"))
        {
            yield return "sts:SetSourceIdentity";
        }
    }

    public static XElement Response(LocalSts sts, LocalIdentity caller, string operation, IReadOnlyDictionary<string, string> form)
    {
        switch (operation)
        {
            case "GetCallerIdentity":
                return Result(operation, new XElement(Xml + "Arn", caller.Arn), new XElement(Xml + "UserId", caller.AccessKeyId), new XElement(Xml + "Account", caller.Arn.Split(':')[4]));
            case "AssumeRole":
                var session = sts.AssumeRole(
                    caller,
                    form.GetValueOrDefault("RoleArn", ""),
                    form.GetValueOrDefault("RoleSessionName", ""),
                    form.GetValueOrDefault("ExternalId"),
                    int.Parse(form.GetValueOrDefault("DurationSeconds", "3600"), CultureInfo.InvariantCulture),
                    form);
                return Result(
                    operation,
                    new XElement(Xml + "Credentials",
                        new XElement(Xml + "AccessKeyId", session.AccessKeyId),
                        new XElement(Xml + "SecretAccessKey", session.SecretAccessKey),
                        new XElement(Xml + "SessionToken", session.SessionToken),
                        new XElement(Xml + "Expiration", session.Expiration!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))),
                    new XElement(Xml + "AssumedRoleUser", new XElement(Xml + "Arn", session.Arn), new XElement(Xml + "AssumedRoleId", $"AROA:{session.AccessKeyId}")));
            default:
                throw new AwsException("InvalidAction", $"Could not find operation {operation} for version 2011-06-15");
        }
    }

    public static XElement EmptyResponse(string operation) => Result(operation);

    public static XElement Error(AwsException error, string requestId) => new(
        Xml + "ErrorResponse",
        new XElement(Xml + "Error",
            new XElement(Xml + "Type", error.Status >= 500 ? "Receiver" : "Sender"),
            new XElement(Xml + "Code", error.Code),
            new XElement(Xml + "Message", error.Message)),
        new XElement(Xml + "RequestId", requestId));

    private static XElement Result(string operation, params object[] content) => new(
        Xml + $"{operation}Response",
        new XElement(Xml + $"{operation}Result", content),
        new XElement(Xml + "ResponseMetadata", new XElement(Xml + "RequestId", Guid.NewGuid())));
}
