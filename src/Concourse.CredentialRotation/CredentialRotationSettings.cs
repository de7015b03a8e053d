using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Reads the options from a configuration section. What is no setting, or no value of one, does not end the reading: it is told together
/// with what the validator finds. (The configuration binder throws at the first.)
/// </summary>
internal sealed class CredentialRotationSettings(IConfigurationSection section) : IConfigureOptions<CredentialRotationOptions>, IValidateOptions<CredentialRotationOptions>
{
    private const string Roles = nameof(CredentialRotationOptions.AllowedRoles);
    private const string Tags = nameof(CredentialRotationOptions.Tags);

    // Each sets its option, or says what the value must be.
    private static readonly Dictionary<string, Func<CredentialRotationOptions, string, string?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(CredentialRotationOptions.PathTemplate)] = Text((options, value) => options.PathTemplate = value),
        [nameof(CredentialRotationOptions.PathPrefix)] = Text((options, value) => options.PathPrefix = value),
        [nameof(CredentialRotationOptions.ExternalIdPrefix)] = Text((options, value) => options.ExternalIdPrefix = value),
        [nameof(CredentialRotationOptions.MinimumAge)] = Duration((options, value) => options.MinimumAge = value),
        [nameof(CredentialRotationOptions.MaxConcurrency)] = Number((options, value) => options.MaxConcurrency = value),
        [nameof(CredentialRotationOptions.MaxWritesPerSecond)] = Number((options, value) => options.MaxWritesPerSecond = value),
        [nameof(CredentialRotationOptions.PromotionReserve)] = Duration((options, value) => options.PromotionReserve = value),
        [nameof(CredentialRotationOptions.CallTimeout)] = Duration((options, value) => options.CallTimeout = value),
        [nameof(CredentialRotationOptions.KmsKeyId)] = Text((options, value) => options.KmsKeyId = value),
    };

    private static readonly Dictionary<string, Action<AllowedRole, string>> KnownOfRole = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(AllowedRole.Team)] = (role, value) => role.Team = value,
        [nameof(AllowedRole.AccountId)] = (role, value) => role.AccountId = value,
        [nameof(AllowedRole.RoleArn)] = (role, value) => role.RoleArn = value,
    };

    public void Configure(CredentialRotationOptions options) => Read(options);

    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options) =>
        Read(new CredentialRotationOptions()) is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;

    private List<string> Read(CredentialRotationOptions options)
    {
        List<string> problems = [];
        List<AllowedRole> roles = [];
        foreach (var setting in Below(section))
        {
            // Null is what a key with others below it has.
            if (setting.Value is { } value && Set(options, roles, setting.Path[(section.Path.Length + 1)..], value) is { } problem)
            {
                problems.Add($"{setting.Path}: {problem}");
            }
        }

        foreach (var role in roles)
        {
            options.AllowedRoles.Add(role);
        }

        return problems;
    }

    private static IEnumerable<IConfigurationSection> Below(IConfigurationSection parent) =>
        parent.GetChildren().SelectMany(child => Below(child).Prepend(child));

    /// <summary>Sets one option, or says what is wrong with the setting.</summary>
    private string? Set(CredentialRotationOptions options, List<AllowedRole> roles, string key, string value)
    {
        var parts = key.Split(':');
        if (parts is [var name] && Known.TryGetValue(name, out var set))
        {
            return set(options, value);
        }

        if (parts is [var tags, var tag] && Is(tags, Tags))
        {
            options.Tags[tag] = value;
            return null;
        }

        if (parts is [var list, var index, var property] && Is(list, Roles) && KnownOfRole.TryGetValue(property, out var setOfRole))
        {
            if (index == $"{roles.Count}")
            {
                roles.Add(new AllowedRole());
            }
            else if (roles.Count == 0 || index != $"{roles.Count - 1}")
            {
                return $"must be numbered from 0 without a gap; the next is {section.Path}:{Roles}:{roles.Count}";
            }

            setOfRole(roles[^1], value);
            return null;
        }

        // What an empty array or object of a JSON file becomes.
        return parts is [var empty] && value.Length == 0 && (Is(empty, Roles) || Is(empty, Tags))
            ? null
            : $"is not a setting; did you mean {section.Path}:{Nearest(key, parts)}?";
    }

    private static string Nearest(string key, string[] parts)
    {
        var index = parts.Length > 1 && parts[1].All(char.IsAsciiDigit) ? parts[1] : "0";
        return Spelling.Nearest(key, [.. Known.Keys, .. KnownOfRole.Keys.Select(property => $"{Roles}:{index}:{property}"), $"{Tags}:NAME"]);
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static Func<CredentialRotationOptions, string, string?> Text(Action<CredentialRotationOptions, string> set) => (options, value) =>
    {
        set(options, value);
        return null;
    };

    private static Func<CredentialRotationOptions, string, string?> Number(Action<CredentialRotationOptions, int> set) => (options, value) =>
    {
        if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return $"must be a whole number; it is {Shown.Quoted(value)}";
        }

        set(options, number);
        return null;
    };

    private static Func<CredentialRotationOptions, string, string?> Duration(Action<CredentialRotationOptions, TimeSpan> set) => (options, value) =>
    {
        if (!TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration))
        {
            return $"must be a duration such as 00:10:00; it is {Shown.Quoted(value)}";
        }

        set(options, duration);
        return null;
    };
}
