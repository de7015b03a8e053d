using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Reads the options from a configuration section. An unknown setting, or a value that cannot be parsed, does not end the reading: it is reported
/// together with what the validators find. (The configuration binder throws at the first.)
/// </summary>
internal sealed class CredentialRotationSettings(IConfigurationSection section)
    : IConfigureOptions<CredentialRotationOptions>, IConfigureOptions<SecretsManagerOptions>, IValidateOptions<CredentialRotationOptions>
{
    private const string Roles = nameof(CredentialRotationOptions.AllowedRoles);
    private const string Store = SecretsManagerOptions.SectionName;
    private const string Tags = nameof(SecretsManagerOptions.Tags);

    // Each parses a value and sets its option, or returns what the value must be.
    private static readonly Dictionary<string, Func<SettingsTarget, string, string?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(CredentialRotationOptions.PathTemplate)] = String((target, value) => target.Engine.PathTemplate = value),
        [nameof(CredentialRotationOptions.PathPrefix)] = String((target, value) => target.Engine.PathPrefix = value),
        [nameof(CredentialRotationOptions.Layout)] = Layout((target, value) => target.Engine.Layout = value),
        [nameof(CredentialRotationOptions.ExternalIdPrefix)] = String((target, value) => target.Engine.ExternalIdPrefix = value),
        [nameof(CredentialRotationOptions.MinimumAge)] = Duration((target, value) => target.Engine.MinimumAge = value),
        [nameof(CredentialRotationOptions.MaxConcurrency)] = Integer((target, value) => target.Engine.MaxConcurrency = value),
        [nameof(CredentialRotationOptions.CallTimeout)] = Duration((target, value) => target.Engine.CallTimeout = value),
        [$"{Store}:{nameof(SecretsManagerOptions.MaxWritesPerSecond)}"] = Integer((target, value) => target.Store.MaxWritesPerSecond = value),
        [$"{Store}:{nameof(SecretsManagerOptions.PromotionReserve)}"] = Duration((target, value) => target.Store.PromotionReserve = value),
        [$"{Store}:{nameof(SecretsManagerOptions.KmsKeyId)}"] = String((target, value) => target.Store.KmsKeyId = value),
    };

    private static readonly Dictionary<string, Action<AllowedRole, string>> KnownOfRole = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(AllowedRole.Team)] = (role, value) => role.Team = value,
        [nameof(AllowedRole.AccountId)] = (role, value) => role.AccountId = value,
        [nameof(AllowedRole.RoleArn)] = (role, value) => role.RoleArn = value,
    };

    // Options are always configured before they are validated.
    private List<string> _errors = [];

    public void Configure(CredentialRotationOptions options) => _errors = Read(section, new(options, new SecretsManagerOptions()));

    // Its errors are found with those of the engine.
    public void Configure(SecretsManagerOptions options) => Read(section.GetSection(Store), new(new CredentialRotationOptions(), options));

    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options) =>
        _errors.Count > 0 ? ValidateOptionsResult.Fail(_errors) : ValidateOptionsResult.Success;

    private List<string> Read(IConfigurationSection root, SettingsTarget target)
    {
        List<string> errors = [];
        List<AllowedRole> roles = [];
        foreach (var setting in Descendants(root))
        {
            // A key with others below it has no value.
            if (setting.Value is { } value && Set(target, roles, setting.Path[(section.Path.Length + 1)..], value) is { } error)
            {
                errors.Add($"{setting.Path}: {error}");
            }
        }

        foreach (var role in roles)
        {
            target.Engine.AllowedRoles.Add(role);
        }

        return errors;
    }

    private static IEnumerable<IConfigurationSection> Descendants(IConfigurationSection parent) =>
        parent.GetChildren().SelectMany(child => Descendants(child).Prepend(child));

    /// <summary>Sets one option, or returns what is wrong with the setting.</summary>
    private string? Set(SettingsTarget target, List<AllowedRole> roles, string key, string value)
    {
        if (Known.TryGetValue(key, out var set))
        {
            return set(target, value);
        }

        var parts = key.Split(':');
        if (parts is [var store, var tags, _, ..] && Is(store, Store) && Is(tags, Tags))
        {
            // The key of a tag may contain colons.
            target.Store.Tags[string.Join(':', parts[2..])] = value;
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

        // An empty array or object of a JSON file becomes an empty value.
        return value.Length == 0 && (Is(key, Roles) || Is(key, $"{Store}:{Tags}"))
            ? null
            : $"is not a setting; did you mean {section.Path}:{Nearest(key, parts)}?";
    }

    private static string Nearest(string key, string[] parts)
    {
        var index = parts.Length > 1 && parts[1].All(char.IsAsciiDigit) ? parts[1] : "0";
        const string tag = $"{Store}:{Tags}:NAME";
        return Is(parts[0], Tags)
            ? tag
            : Known.Keys.FirstOrDefault(name => name.EndsWith($":{key}", StringComparison.OrdinalIgnoreCase))
                ?? NearestName.Find(key, [.. Known.Keys, .. KnownOfRole.Keys.Select(property => $"{Roles}:{index}:{property}"), tag]);
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static Func<SettingsTarget, string, string?> String(Action<SettingsTarget, string> set) => (target, value) =>
    {
        set(target, value);
        return null;
    };

    private static Func<SettingsTarget, string, string?> Layout(Action<SettingsTarget, SecretLayout> set) => (target, value) =>
    {
        if (SecretLayoutName.Find(value, StringComparison.OrdinalIgnoreCase) is not { } layout)
        {
            return $"{SecretLayoutName.Rule}, but was {SafeText.Quote(value)}";
        }

        set(target, layout);
        return null;
    };

    private static Func<SettingsTarget, string, string?> Integer(Action<SettingsTarget, int> set) => (target, value) =>
    {
        if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return $"must be an integer, but was {SafeText.Quote(value)}";
        }

        set(target, number);
        return null;
    };

    private static Func<SettingsTarget, string, string?> Duration(Action<SettingsTarget, TimeSpan> set) => (target, value) =>
    {
        if (!TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration))
        {
            return $"must be a duration such as 00:10:00, but was {SafeText.Quote(value)}";
        }

        set(target, duration);
        return null;
    };
}
