namespace Concourse.CredentialRotation.Lambda;

/// <summary>The function cannot start with its environment variables. Its message, which Lambda shows as the init error, has all the problems.</summary>
internal sealed class InvalidSettingsException(IReadOnlyList<string> problems) : Exception($"The settings are invalid: {string.Join("; ", problems)}.")
{
    /// <summary>The problems, each with its variable and the rule.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>None: the problems are in the settings, and there is nothing to look for in the code.</summary>
    public override string? StackTrace => null;
}
