namespace Concourse.CredentialRotation.Tests.Shared;

internal static class OutcomeExtensions
{
    /// <summary>The outcome as what the test expects it to be; a failure of the test where it is another.</summary>
    public static T As<T>(this AccountOutcome outcome)
        where T : AccountOutcome => outcome as T ?? throw new AssertionException($"Expected {typeof(T).Name}, but was: {outcome}");
}
