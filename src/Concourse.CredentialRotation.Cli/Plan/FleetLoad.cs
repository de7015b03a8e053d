namespace Concourse.CredentialRotation.Cli;

/// <summary>What all teams together need of the store.</summary>
internal sealed record FleetLoad
{
    /// <summary>The share of the quota that a fleet should plan with at most, which leaves room for retries, repairs and other writers.</summary>
    public const double MaxQuotaShare = 0.7;

    public required int Teams { get; init; }

    public required int Accounts { get; init; }

    public required int Secrets { get; init; }

    /// <summary>How many there can be in an account and Region; null where no fleet comes near.</summary>
    public int? SecretsQuota { get; init; }

    public required int WritesForAllAccounts { get; init; }

    public required double WritesPerDay { get; init; }

    public required double ReadsPerDay { get; init; }

    /// <summary>Of the secret that is renewed most often.</summary>
    public required double VersionsPerSecretPerDay { get; init; }

    public required int WritesPerSecondQuota { get; init; }

    /// <summary>The share of the quota if renewals are spread evenly over the interval.</summary>
    public required double QuotaShareOfInterval { get; init; }

    /// <summary>The share of the quota if all teams are renewed within one check, as after they were created together.</summary>
    public required double QuotaShareOfCheck { get; init; }

    /// <summary>How long it takes to renew all accounts at once: the quota allows no less.</summary>
    public required double SecondsForAllAccounts { get; init; }

    public required decimal SecretsCostPerMonth { get; init; }

    public required decimal RequestsCostPerMonth { get; init; }

    public decimal CostPerMonth => SecretsCostPerMonth + RequestsCostPerMonth;

    public string Currency { get; } = "USD";

    public string PricesAsOf { get; } = Prices.AsOf;

    public static FleetLoad Of(IReadOnlyList<TeamAccount> accounts, SecretLayout defaultLayout, Schedule schedule, IStoreLoad load, int writesPerSecond)
    {
        var layouts = accounts.Select(account => account.Account.Layout ?? defaultLayout).ToList();
        var renewals = accounts.Select(account => TimeSpan.FromDays(1) / schedule.GetPeriod(account.Team, SetInspector.GetDuration(account.Account))).ToList();
        var secrets = layouts.Sum(layout => AccountSecrets.GetContents(layout).Count);
        var writes = layouts.Sum(load.GetWritesPerRenewal);
        var writesPerDay = layouts.Zip(renewals, (layout, count) => load.GetWritesPerRenewal(layout) * count).Sum();
        var readsPerDay = layouts.Zip(renewals, (layout, count) => load.GetReadsPerDay(layout, schedule, count)).Sum();
        return new()
        {
            Teams = accounts.Select(account => account.Source).Distinct().Count(),
            Accounts = accounts.Count,
            Secrets = secrets,
            SecretsQuota = load.MaxSecrets,
            WritesForAllAccounts = writes,
            WritesPerDay = Math.Round(writesPerDay, 1),
            ReadsPerDay = Math.Round(readsPerDay, 1),
            VersionsPerSecretPerDay = Math.Round(renewals.DefaultIfEmpty().Max(), 1),
            WritesPerSecondQuota = writesPerSecond,
            QuotaShareOfInterval = Math.Round(writes / (writesPerSecond * schedule.Interval.TotalSeconds), 4),
            QuotaShareOfCheck = Math.Round(writes / (writesPerSecond * schedule.Check.TotalSeconds), 4),
            SecondsForAllAccounts = Math.Round((double)writes / writesPerSecond, 1),
            SecretsCostPerMonth = secrets * load.SecretPerMonth,
            RequestsCostPerMonth = load.GetRequestsPerMonth(writesPerDay, readsPerDay, writesPerSecond),
        };
    }
}
