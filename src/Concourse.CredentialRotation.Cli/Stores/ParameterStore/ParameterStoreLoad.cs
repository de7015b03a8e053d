using Concourse.CredentialRotation.ParameterStore;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The requests to Parameter Store (docs/parameter-store.md, Quotas).</summary>
internal sealed class ParameterStoreLoad(IOptions<ParameterStoreOptions> options) : IStoreLoad
{
    private const string FreeRequests = "requests cost nothing with the standard throughput of 3 writes per second.";

    private bool IsAdvanced => options.Value.Tier is ParameterStoreTier.Advanced;

    public int DefaultWritesPerSecond => 3;

    // DescribeParameters and GetParameters.
    public string ReadsLabel => "Reads a day";

    // The oldest of 100 versions is removed, whatever its age.
    public int? MaxVersionsPerDay => null;

    // With Intelligent-Tiering, what is beyond the limit of the standard tier becomes advanced.
    public int? MaxSecrets => options.Value.Tier is ParameterStoreTier.Standard ? 10_000 : 100_000;

    public string SecretsLimit => options.Value.Tier is ParameterStoreTier.Standard ? "standard" : "advanced";

    public string QuotaRemedy => ", or higher throughput (10 writes per second, charged)";

    public string FreeOfCharge => options.Value.Tier switch
    {
        ParameterStoreTier.Advanced => "STS costs nothing.",
        ParameterStoreTier.Standard => $"STS and standard parameters cost nothing; {FreeRequests}",
        _ => $"STS and standard parameters cost nothing. Parameters that become advanced (Intelligent-Tiering) are charged, and not included; {FreeRequests}",
    };

    public decimal SecretPerMonth => IsAdvanced ? Prices.AdvancedParameterPerMonth : 0;

    /// <summary>PutParameter.</summary>
    public int GetWritesPerRenewal(SecretLayout layout) => AccountSecrets.GetContents(layout).Count;

    /// <summary>
    /// Each check reads the whole set with one request, each renewal of several parameters reads their values, and once a day the parameters of the other
    /// layouts are looked for.
    /// </summary>
    public double GetReadsPerDay(SecretLayout layout, Schedule schedule, double renewalsPerDay)
    {
        var parameters = AccountSecrets.GetContents(layout).Count;
        return schedule.ChecksPerDay + (parameters > 1 ? renewalsPerDay : 0) + AccountSecrets.GetContents(SecretLayout.Both).Count - parameters;
    }

    public decimal GetRequestsPerMonth(double writesPerDay, double readsPerDay, int writesPerSecond) =>
        IsAdvanced || writesPerSecond > DefaultWritesPerSecond ? Prices.OfRequests(writesPerDay + readsPerDay) : 0;
}
