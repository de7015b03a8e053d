using System.Globalization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Writes a number with its noun.</summary>
internal static class Count
{
    public static string Of(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>The number with commas between thousands.</summary>
    public static string Number(double number, int decimals = 0) => number.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
