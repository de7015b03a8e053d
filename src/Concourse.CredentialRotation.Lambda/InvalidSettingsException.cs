namespace Concourse.CredentialRotation.Lambda;

/// <summary>The function cannot start with its environment variables. The message, which Lambda shows as the init error, has all the errors.</summary>
internal sealed class InvalidSettingsException(IReadOnlyList<string> errors) : Exception($"The settings are invalid: {string.Join("; ", errors)}.")
{
    /// <summary>The errors, each with its variable and the rule.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;

    /// <summary>Always null: the errors are in the settings, not in the code.</summary>
    public override string? StackTrace => null;
}
