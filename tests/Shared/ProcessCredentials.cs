using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Reads the value of a combined secret as an AWS SDK reads what a <c>credential_process</c> prints.</summary>
internal static class ProcessCredentials
{
    public static bool AreOf(LocalIdentity session, string? value) =>
        value is ['{', ..]
        && JsonNode.Parse(value) is { } json
        && (int?)json["Version"] == 1
        && (string?)json["AccessKeyId"] == session.AccessKeyId
        && (string?)json["SecretAccessKey"] == session.SecretAccessKey
        && (string?)json["SessionToken"] == session.SessionToken;
}
