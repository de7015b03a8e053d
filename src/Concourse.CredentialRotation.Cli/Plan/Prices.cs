namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// AWS's list prices in us-east-1, in US dollars (<see href="https://aws.amazon.com/secrets-manager/pricing/">Secrets Manager</see>,
/// <see href="https://aws.amazon.com/systems-manager/pricing/">Parameter Store</see>). STS and the services' own KMS keys cost nothing.
/// </summary>
internal static class Prices
{
    public const decimal SecretPerMonth = 0.40m;

    public const decimal AdvancedParameterPerMonth = 0.05m;

    /// <summary>Of both services, where they are charged at all.</summary>
    public const decimal TenThousandRequests = 0.05m;

    /// <summary>When the prices were read.</summary>
    public const string AsOf = "2026-09-20";

    public const double DaysPerMonth = 365.0 / 12;

    public static decimal OfRequests(double perDay) => Math.Round((decimal)(perDay * DaysPerMonth) / 10_000 * TenThousandRequests, 2);
}
