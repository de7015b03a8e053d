namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>After how many milliseconds a test gives up whatever it waits for.</summary>
internal static class TimeLimits
{
    public const int Test = 120_000;

    /// <summary>For the tests of the category Reliability, and others that rotate many times.</summary>
    public const int LongTest = 1_200_000;
}
