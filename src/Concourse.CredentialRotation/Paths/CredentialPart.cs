namespace Concourse.CredentialRotation;

/// <summary>The parts of a session that are kept in secrets of their own, the leader of the set first.</summary>
public enum CredentialPart
{
    /// <summary>The access key id, the set's leader: whichever rotation is current here owns the set.</summary>
    AccessKey,

    /// <summary>The secret access key.</summary>
    SecretKey,

    /// <summary>The session token.</summary>
    SessionToken,
}
