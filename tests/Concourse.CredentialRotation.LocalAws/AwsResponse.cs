namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The response to a request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The body's type.</param>
/// <param name="Text">The body.</param>
public sealed record AwsResponse(int Status, string ContentType, string Text)
{
    /// <summary>The request's id, for the header that Secrets Manager has it in.</summary>
    public string? RequestId { get; init; }
}
