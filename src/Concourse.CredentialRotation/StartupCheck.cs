namespace Concourse.CredentialRotation;

/// <summary>
/// What a host validates when it starts: the options, and then the path strategy, which may itself ask for the options and so cannot be
/// validated as a part of them. It has nothing to set.
/// </summary>
internal sealed class StartupCheck;
