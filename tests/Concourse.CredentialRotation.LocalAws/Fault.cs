namespace Concourse.CredentialRotation.LocalAws;

/// <summary>What goes wrong with a call.</summary>
public abstract record Fault(string Name)
{
    public static readonly Fault Throttled = new Refused("throttled", "ThrottlingException", "Rate exceeded");
    public static readonly Fault ServerError = new Refused("server error", "InternalServiceError", "An error occurred on the server side.", 500);
    public static readonly Fault AccessDenied = new Refused("access denied", "AccessDeniedException", "User is not authorized to perform this operation", 403);
    public static readonly Fault NotFound = new Refused("not found", "ResourceNotFoundException", "Secrets Manager can't find the specified secret value.");

    /// <summary>The call is done, and the connection closed before the response.</summary>
    public static readonly Fault LostResponse = new LostResponseFault();

    /// <summary>Nothing is done, and no response comes until the client gives up.</summary>
    public static readonly Fault NoResponse = new NoResponseFault();

    /// <summary>The call is done, and its response cut off in the middle.</summary>
    public static readonly Fault Malformed = new MalformedFault();

    /// <summary>The call is done, and the response has status 200 and no body.</summary>
    public static readonly Fault Empty = new EmptyFault();

    /// <summary>The call is done, and the response has status 200 and a body in which there is nothing: an empty JSON object, or an XML result without elements.</summary>
    public static readonly Fault EmptyResult = new EmptyResultFault();

    /// <summary>Nothing is done, and a proxy refuses the request with a page of HTML.</summary>
    public static readonly Fault ProxyPage = new ProxyPageFault();

    public sealed override string ToString() => Name;

    /// <summary>Nothing is done, and AWS says why.</summary>
    public sealed record Refused(string Name, string Code, string Message, int Status = 400) : Fault(Name)
    {
        /// <summary>STS has the same errors under its own names.</summary>
        internal string StsCode => Code.Replace("Exception", "", StringComparison.Ordinal);
    }

    internal sealed record LostResponseFault() : Fault("lost response");

    internal sealed record NoResponseFault() : Fault("no response");

    internal sealed record MalformedFault() : Fault("malformed response");

    internal sealed record ProxyPageFault() : Fault("proxy's page");

    internal sealed record EmptyFault() : Fault("empty response");

    internal sealed record EmptyResultFault() : Fault("empty result");
}
