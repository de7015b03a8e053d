using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>
/// Checks a request's signature, Signature Version 4
/// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>): so credentials that were
/// mixed up are refused here as AWS refuses them.
/// </summary>
internal static partial class Signature
{
    public static LocalIdentity Check(AwsRequest request, string service, LocalSts sts)
    {
        var header = Header().Match(request.Authorization);
        var identity = sts.Find(header.Groups["id"].Value)
            ?? throw new AwsException(service is "sts" ? "InvalidClientTokenId" : "UnrecognizedClientException", "The security token included in the request is invalid.", 403);
        if (request.Header("X-Amz-Security-Token") != identity.SessionToken)
        {
            throw new AwsException("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
        }

        if (header.Groups["service"].Value != service)
        {
            throw new AwsException("SignatureDoesNotMatch", $"Credential should be scoped to correct service: '{service}'.", 403);
        }

        var signed = header.Groups["headers"].Value;
        var canonical = string.Join('\n',
            "POST",
            "/",
            "",
            string.Concat(signed.Split(';').Select(name => $"{name}:{(name is "host" ? request.Host : request.Header(name)?.Trim())}\n")),
            signed,
            Hex(SHA256.HashData(request.Body)));
        var scope = $"{header.Groups["date"]}/{header.Groups["region"]}/{service}/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{request.Header("X-Amz-Date")}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{identity.SecretAccessKey}"), Sign);
        return Hex(Sign(key, toSign)) == header.Groups["signature"].Value
            ? identity
            : throw new AwsException("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", 403);
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/(?<date>[0-9]+)/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, *SignedHeaders=(?<headers>[^,]+), *Signature=(?<signature>[0-9a-f]+)$")]
    private static partial Regex Header();
}
