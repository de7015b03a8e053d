using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

internal static class ValidateOptionsResultBuilderExtensions
{
    /// <summary>Adds an error if a value is out of its range.</summary>
    public static void AddRangeError<T>(this ValidateOptionsResultBuilder result, string property, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            result.AddError($"must be {min} to {max}, but was {value}", property);
        }
    }
}
