using System.Globalization;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>
/// How much the tests of the category <see cref="Reliability"/> run: a sample, or everything where the environment variable RELIABILITY is
/// <c>full</c>, as `make reliability` sets it.
/// </summary>
internal static class Extent
{
    /// <summary>The category of the tests that run in full only in `make reliability`.</summary>
    public const string Reliability = "Reliability";

    private const string Variable = "RELIABILITY";

    /// <summary>Whether everything is run.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        "full" => true,
        var value => throw new InvalidOperationException($"The environment variable {Variable} must be 'full' or not be set, but was '{value}'."),
    };

    /// <summary>A size: the one of an environment variable where that is set, or else that of the sample or of the full run.</summary>
    public static int Size(string variable, int sample, int full) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture)
        : IsFull ? full
        : sample;

    /// <summary>All cases, or one in so many of them.</summary>
    public static IReadOnlyList<T> Cases<T>(IEnumerable<T> all, int oneIn) => [.. all.Where((_, i) => IsFull || i % oneIn == 0)];
}
