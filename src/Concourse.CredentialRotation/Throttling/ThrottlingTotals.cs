namespace Concourse.CredentialRotation;

/// <summary>How much AWS throttled.</summary>
/// <param name="Requests">How many requests were throttled, each attempt counted.</param>
/// <param name="Waited">For how long at least one of them waited to be sent again.</param>
internal readonly record struct ThrottlingTotals(int Requests, TimeSpan Waited)
{
    public static ThrottlingTotals operator -(ThrottlingTotals later, ThrottlingTotals earlier) =>
        new(later.Requests - earlier.Requests, later.Waited - earlier.Waited);
}
