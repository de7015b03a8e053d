using System.Globalization;

namespace Concourse.CredentialRotation;

/// <summary>Parses the value of one setting and sets its option, or returns what the value must be: a phrase that can follow the setting's name.</summary>
internal static class SettingParser
{
    public static Func<T, string, string?> String<T>(Action<T, string> set) => (options, value) =>
    {
        set(options, value);
        return null;
    };

    public static Func<T, string, string?> Integer<T>(Action<T, int> set) => (options, value) =>
    {
        if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return $"must be an integer, but was {SafeText.Quote(value)}";
        }

        set(options, number);
        return null;
    };

    public static Func<T, string, string?> Duration<T>(Action<T, TimeSpan> set) => (options, value) =>
    {
        if (!TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration))
        {
            return $"must be a duration such as 00:10:00, but was {SafeText.Quote(value)}";
        }

        set(options, duration);
        return null;
    };

    public static Func<T, string, string?> Layout<T>(Action<T, SecretLayout> set) => (options, value) =>
    {
        if (SecretLayoutName.Find(value, StringComparison.OrdinalIgnoreCase) is not { } layout)
        {
            return $"{SecretLayoutName.Rule}, but was {SafeText.Quote(value)}";
        }

        set(options, layout);
        return null;
    };
}
