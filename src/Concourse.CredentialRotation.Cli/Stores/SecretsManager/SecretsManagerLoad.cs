namespace Concourse.CredentialRotation.Cli;

/// <summary>The requests to Secrets Manager (docs/performance.md, AWS calls).</summary>
internal sealed class SecretsManagerLoad : IStoreLoad
{
    public int DefaultWritesPerSecond => 50;

    public string ReadsLabel => "Reads a day (DescribeSecret)";

    // Those that are younger than a day are not removed.
    public int? MaxVersionsPerDay => 100;

    // 500,000, for which the quota of writes is far too low.
    public int? MaxSecrets => null;

    public string SecretsLimit => "";

    public string QuotaRemedy => "";

    public string FreeOfCharge => "STS costs nothing.";

    public decimal SecretPerMonth => Prices.SecretPerMonth;

    /// <summary>PutSecretValue and UpdateSecretVersionStage: a single secret is written once, each of several is staged and promoted.</summary>
    public int GetWritesPerRenewal(SecretLayout layout) => AccountSecrets.GetContents(layout).Count is var secrets && secrets == 1 ? 1 : 2 * secrets;

    /// <summary>Each check reads each secret, and once a day the secrets of the other layouts are looked for.</summary>
    public double GetReadsPerDay(SecretLayout layout, Schedule schedule, double renewalsPerDay) =>
        (schedule.ChecksPerDay * AccountSecrets.GetContents(layout).Count) + AccountSecrets.GetContents(SecretLayout.Both).Count - AccountSecrets.GetContents(layout).Count;

    public decimal GetRequestsPerMonth(double writesPerDay, double readsPerDay, int writesPerSecond) => Prices.OfRequests(writesPerDay + readsPerDay);
}
