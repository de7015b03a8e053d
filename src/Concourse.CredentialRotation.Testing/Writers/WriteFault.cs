namespace Concourse.CredentialRotation.Testing;

/// <summary>What goes wrong with a write request to a store.</summary>
public enum WriteFault
{
    /// <summary>Nothing. The request is carried out.</summary>
    None,

    /// <summary>The request fails before it takes effect. The writer gets an error.</summary>
    Rejected,

    /// <summary>The request takes effect, but its response does not arrive. The writer gets an error.</summary>
    ResponseLost,
}
