namespace Concourse.CredentialRotation.Cli;

/// <summary>The requests that accounts need of a store, and its quotas, limits and prices.</summary>
internal interface IStoreLoad
{
    /// <summary>The writes that AWS allows an account and Region in a second, unless the quota was raised.</summary>
    int DefaultWritesPerSecond { get; }

    /// <summary>What the reads of rotations are called in the plan.</summary>
    string ReadsLabel { get; }

    /// <summary>How many versions of a secret there can be of one day; null for any number.</summary>
    int? MaxVersionsPerDay { get; }

    /// <summary>How many secrets there can be in an account and Region; null where no fleet comes near.</summary>
    int? MaxSecrets { get; }

    /// <summary>The tier that <see cref="MaxSecrets"/> is the limit of; empty without one.</summary>
    string SecretsLimit { get; }

    /// <summary>How to get a higher quota of writes, as a phrase in a list of remedies; empty if that is not easy.</summary>
    string QuotaRemedy { get; }

    /// <summary>What costs nothing, as a sentence.</summary>
    string FreeOfCharge { get; }

    decimal SecretPerMonth { get; }

    /// <summary>The writes of one renewal.</summary>
    int GetWritesPerRenewal(SecretLayout layout);

    double GetReadsPerDay(SecretLayout layout, Schedule schedule, double renewalsPerDay);

    /// <summary>The price of the requests of a month.</summary>
    decimal GetRequestsPerMonth(double writesPerDay, double readsPerDay, int writesPerSecond);
}
