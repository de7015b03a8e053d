namespace Concourse.CredentialRotation;

/// <summary>The result of an attempt to promote a secret, or to restore its previous version.</summary>
internal enum AttemptStatus
{
    /// <summary>It is not decided yet. Another attempt may decide it.</summary>
    Retry,

    /// <summary>It succeeded.</summary>
    Done,

    /// <summary>Another rotation owns the set now.</summary>
    Superseded,

    /// <summary>AWS rejected it, and would reject it again.</summary>
    Rejected,

    /// <summary>Something other than a rotation wrote the leader.</summary>
    Overwritten,
}
