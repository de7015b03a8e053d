namespace Concourse.CredentialRotation;

/// <summary>The names of the layouts in a team's configuration and in settings.</summary>
internal static class SecretLayoutName
{
    /// <summary>The rule for a name, as a phrase that can precede ", but was".</summary>
    public const string Rule = "must be separate, combined or both";

    private static readonly string[] Names = ["separate", "combined", "both"];

    /// <summary>The layout with a name; null when there is none.</summary>
    public static SecretLayout? Find(string name, StringComparison comparison) =>
        Array.FindIndex(Names, known => known.Equals(name, comparison)) is >= 0 and var i ? (SecretLayout)i : null;
}
