using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Reads the options from a configuration section. An unknown setting, or a value that cannot be parsed, does not end the reading: it is reported
/// together with what the validators find. (The configuration binder throws at the first.)
/// </summary>
/// <param name="section">The section.</param>
/// <param name="stores">The stores that have sections of their own below it.</param>
internal sealed class CredentialRotationSettings(IConfigurationSection section, StoreRegistry stores)
    : IConfigureOptions<CredentialRotationOptions>, IValidateOptions<CredentialRotationOptions>
{
    private const string Roles = nameof(CredentialRotationOptions.AllowedRoles);

    private static readonly Dictionary<string, Func<CredentialRotationOptions, string, string?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(CredentialRotationOptions.PathTemplate)] = SettingParser.String<CredentialRotationOptions>((options, value) => options.PathTemplate = value),
        [nameof(CredentialRotationOptions.PathPrefix)] = SettingParser.String<CredentialRotationOptions>((options, value) => options.PathPrefix = value),
        [nameof(CredentialRotationOptions.Layout)] = SettingParser.Layout<CredentialRotationOptions>((options, value) => options.Layout = value),
        [nameof(CredentialRotationOptions.ExternalIdPrefix)] = SettingParser.String<CredentialRotationOptions>((options, value) => options.ExternalIdPrefix = value),
        [nameof(CredentialRotationOptions.MinimumAge)] = SettingParser.Duration<CredentialRotationOptions>((options, value) => options.MinimumAge = value),
        [nameof(CredentialRotationOptions.MaxConcurrency)] = SettingParser.Integer<CredentialRotationOptions>((options, value) => options.MaxConcurrency = value),
        [nameof(CredentialRotationOptions.CallTimeout)] = SettingParser.Duration<CredentialRotationOptions>((options, value) => options.CallTimeout = value),
    };

    private static readonly Dictionary<string, Action<AllowedRole, string>> KnownOfRole = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(AllowedRole.Team)] = (role, value) => role.Team = value,
        [nameof(AllowedRole.AccountId)] = (role, value) => role.AccountId = value,
        [nameof(AllowedRole.RoleArn)] = (role, value) => role.RoleArn = value,
    };

    // Options are always configured before they are validated.
    private List<string> _errors = [];

    public void Configure(CredentialRotationOptions options)
    {
        List<string> errors = [];
        List<AllowedRole> roles = [];
        var storeOptions = stores.Used?.CreateOptions();
        foreach (var setting in Settings(section))
        {
            if (Set(options, roles, storeOptions, setting.Path[(section.Path.Length + 1)..], setting.Value!) is { } error)
            {
                errors.Add($"{setting.Path}: {error}");
            }
        }

        foreach (var role in roles)
        {
            options.AllowedRoles.Add(role);
        }

        _errors = errors;
    }

    /// <summary>Sets the options of a store from its section.</summary>
    public void Configure<TOptions>(StoreSettings<TOptions> store, TOptions options)
        where TOptions : class, new()
    {
        var ofStore = section.GetSection(store.SectionName);
        foreach (var setting in Settings(ofStore))
        {
            store.TrySet(options, setting.Path[(ofStore.Path.Length + 1)..], setting.Value!, out _);
        }
    }

    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options) =>
        _errors.Count > 0 ? ValidateOptionsResult.Fail(_errors) : ValidateOptionsResult.Success;

    // A key with others below it has no value.
    private static IEnumerable<IConfigurationSection> Settings(IConfigurationSection parent) =>
        parent.GetChildren().SelectMany(child => Settings(child).Prepend(child)).Where(setting => setting.Value is not null);

    /// <summary>Sets one option, or returns what is wrong with the setting.</summary>
    private string? Set(CredentialRotationOptions options, List<AllowedRole> roles, object? storeOptions, string key, string value)
    {
        if (Known.TryGetValue(key, out var set))
        {
            return set(options, value);
        }

        var parts = key.Split(':');
        if (parts.Length > 1 && stores.Known.FirstOrDefault(known => Is(known.SectionName, parts[0])) is { } store)
        {
            if (store != stores.Used)
            {
                return $"has no effect, because the secrets are kept in another store{(stores.Used is { } used ? $", whose settings are in {section.Path}:{used.SectionName}" : "")}";
            }

            if (store.TrySet(storeOptions!, string.Join(':', parts[1..]), value, out var rule))
            {
                return rule;
            }
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
        return value.Length == 0 && (Is(key, Roles) || stores.Known.Any(known => Is(key, known.SectionName)))
            ? null
            : $"is not a setting; did you mean {section.Path}:{Nearest(key, parts)}?";
    }

    private string Nearest(string key, string[] parts)
    {
        var index = parts.Length > 1 && parts[1].All(char.IsAsciiDigit) ? parts[1] : "0";
        string[] ofStore = [.. stores.Used?.Names.Select(name => $"{stores.Used.SectionName}:{name}") ?? []];

        // A setting of the store without its section; a dictionary's name ends with a placeholder.
        return Array.Find(ofStore, name => name.EndsWith($":{key}", StringComparison.OrdinalIgnoreCase) || name.EndsWith($":{parts[0]}:NAME", StringComparison.OrdinalIgnoreCase))
            ?? NearestName.Find(key, [.. Known.Keys, .. ofStore, .. KnownOfRole.Keys.Select(property => $"{Roles}:{index}:{property}")]);
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
