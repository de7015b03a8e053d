namespace Concourse.CredentialRotation.LocalAws;

/// <summary>A request as it arrived, however it was carried.</summary>
/// <param name="Host">The host it was sent to, with the port.</param>
/// <param name="Header">A header's value by its name; null where there is none.</param>
/// <param name="Body">The body.</param>
public sealed record AwsRequest(string Host, Func<string, string?> Header, byte[] Body)
{
    /// <summary>Who made it, where that is known, so that its signature is not checked; null elsewhere.</summary>
    public LocalIdentity? Caller { get; init; }

    public string Authorization => Header("Authorization") ?? "";
}
