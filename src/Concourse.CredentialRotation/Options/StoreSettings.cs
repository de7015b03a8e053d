using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// The settings of a store: a section of its own below <see cref="CredentialRotationOptions.SectionName"/>, read as strictly as the others. An unknown key and
/// a value that cannot be parsed are reported together with all other errors, and so are those that the validators of <typeparamref name="TOptions"/> find.
/// </summary>
/// <typeparam name="TOptions">The store's options.</typeparam>
/// <param name="sectionName">The name of the section, such as <c>ParameterStore</c>.</param>
/// <remarks>
/// <code>
/// new StoreSettings&lt;OurStoreOptions&gt;("OurStore") { DefaultConcurrency = options => options.MaxWritesPerSecond / 3 }
///     .AddInteger(nameof(OurStoreOptions.MaxWritesPerSecond), (options, value) => options.MaxWritesPerSecond = value)
///     .AddString(nameof(OurStoreOptions.Folder), (options, value) => options.Folder = value);
/// </code>
/// Settings are read without reflection, so that they can be compiled ahead of time.
/// </remarks>
public sealed class StoreSettings<TOptions>(string sectionName) : IStoreSettings
    where TOptions : class, new()
{
    private readonly Dictionary<string, Func<TOptions, string, string?>> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<TOptions, IDictionary<string, string>>> _dictionaries = new(StringComparer.OrdinalIgnoreCase);
    private string? _reserveName;
    private Func<TOptions, TimeSpan>? _getReserve;

    /// <summary>The name of the section.</summary>
    public string SectionName { get; } = sectionName;

    /// <summary>
    /// Returns the default of <see cref="CredentialRotationOptions.MaxConcurrency"/>: so many accounts that their writes stay below the store's quota. It is
    /// limited to what that option allows.
    /// </summary>
    /// <value>The default is <see langword="null"/>: 16 accounts.</value>
    public Func<TOptions, int>? DefaultConcurrency { get; init; }

    IEnumerable<string> IStoreSettings.Names => [.. _values.Keys, .. _dictionaries.Keys.Select(name => $"{name}:NAME")];

    /// <summary>Adds a setting whose value is a string.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="set">Sets the option.</param>
    public StoreSettings<TOptions> AddString(string name, Action<TOptions, string> set) => Add(name, SettingParser.String(set));

    /// <summary>Adds a setting whose value is an integer.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="set">Sets the option.</param>
    public StoreSettings<TOptions> AddInteger(string name, Action<TOptions, int> set) => Add(name, SettingParser.Integer(set));

    /// <summary>Adds a setting whose value is a duration, such as <c>00:10:00</c>.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="set">Sets the option.</param>
    public StoreSettings<TOptions> AddDuration(string name, Action<TOptions, TimeSpan> set) => Add(name, SettingParser.Duration(set));

    /// <summary>Adds the duration that is the store's <see cref="ISecretWriter.CommitReserve"/>. One attempt of a request may take half of it.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="set">Sets the option.</param>
    /// <param name="get">Returns the option.</param>
    public StoreSettings<TOptions> AddCommitReserve(string name, Action<TOptions, TimeSpan> set, Func<TOptions, TimeSpan> get)
    {
        (_reserveName, _getReserve) = (name, get);
        return AddDuration(name, set);
    }

    /// <summary>Adds a dictionary of strings, such as tags. Its keys may contain colons.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="get">Returns the option.</param>
    public StoreSettings<TOptions> AddDictionary(string name, Func<TOptions, IDictionary<string, string>> get)
    {
        _dictionaries.Add(name, get);
        return this;
    }

    /// <summary>Adds a setting with a format of its own.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="set">Parses the value and sets the option, or returns what the value must be, such as <c>must be red or green, but was 'blue'</c>.</param>
    public StoreSettings<TOptions> Add(string name, Func<TOptions, string, string?> set)
    {
        _values.Add(name, set);
        return this;
    }

    object IStoreSettings.CreateOptions() => new TOptions();

    bool IStoreSettings.TrySet(object options, string key, string value, out string? rule) => TrySet((TOptions)options, key, value, out rule);

    StoreLimits IStoreSettings.GetLimits(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<TOptions>>().Value;
        return new(DefaultConcurrency?.Invoke(options), _reserveName, _getReserve?.Invoke(options) ?? TimeSpan.MaxValue);
    }

    internal bool TrySet(TOptions options, string key, string value, out string? rule)
    {
        rule = null;
        if (_values.TryGetValue(key, out var set))
        {
            rule = set(options, value);
            return true;
        }

        // An empty object of a JSON file becomes an empty value.
        var parts = key.Split(':', 2);
        if (_dictionaries.TryGetValue(parts[0], out var get) && (parts.Length == 2 || value.Length == 0))
        {
            if (parts.Length == 2)
            {
                get(options)[parts[1]] = value;
            }

            return true;
        }

        return false;
    }
}
