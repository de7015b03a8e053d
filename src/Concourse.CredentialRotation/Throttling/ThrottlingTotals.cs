namespace Concourse.CredentialRotation;

/// <summary>The number of throttled requests, and the time that they cost.</summary>
/// <param name="Requests">The number of throttled requests. Each attempt counts.</param>
/// <param name="Waited">How long at least one of them waited to be sent again.</param>
internal readonly record struct ThrottlingTotals(int Requests, TimeSpan Waited)
{
    public static ThrottlingTotals operator -(ThrottlingTotals later, ThrottlingTotals earlier) =>
        new(later.Requests - earlier.Requests, later.Waited - earlier.Waited);
}
