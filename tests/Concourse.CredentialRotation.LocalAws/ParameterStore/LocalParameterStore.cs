namespace Concourse.CredentialRotation.LocalAws;

/// <summary>Parameter Store's state and rules; every operation is one step, as in a service that is consistent.</summary>
public sealed class LocalParameterStore(TimeProvider time)
{
    private const string Secure = "SecureString";
    private const string DefaultKey = "alias/aws/ssm";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LocalParameter> _parameters = new(StringComparer.Ordinal);
    private Dictionary<string, LocalParameter>? _frozen;

    /// <summary>Whether a parameter that is overwritten without a description keeps the one that it has. AWS does not document it, so both must work.</summary>
    public bool KeepsDescriptions { get; set; } = true;

    /// <summary>How many empty pages come before the first one with results. AWS documents that a page may be shorter than asked for.</summary>
    public int EmptyPages { get; set; }

    /// <summary>How many results a page has.</summary>
    public int PageSize { get; set; } = 50;

    public int MaxParameters { get; set; } = 10_000;

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _parameters.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>What a reader gets; null where the parameter is missing.</summary>
    public string? Read(string name) => Look(name, parameter => parameter.Current.Value);

    /// <summary>What a reader would get of several parameters at the same moment.</summary>
    public IReadOnlyList<string?> ReadTogether(IEnumerable<string> names)
    {
        lock (_lock)
        {
            return [.. names.Select(Read)];
        }
    }

    public int Version(string name) => Look(name, parameter => parameter.Current.Number);

    public string? Description(string name) => Look(name, parameter => parameter.Current.Description);

    public string? KeyId(string name) => Look(name, parameter => parameter.Current.KeyId);

    public string? Tier(string name) => Look(name, parameter => parameter.Current.Tier);

    public IReadOnlyDictionary<string, string>? Tags(string name) => Look(name, parameter => parameter.Tags);

    /// <summary>What another tool does: a parameter with a value, or a new value. It gives no description unless there is one here.</summary>
    public void Write(string name, string value, string? description = null, string type = Secure, string tier = "Standard")
    {
        lock (_lock)
        {
            Put(name, value, type, description, null, tier, overwrite: true, new Dictionary<string, string>());
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            _parameters.Remove(name);
        }
    }

    /// <summary>Attaches a label to a version, which is then never removed.</summary>
    public void Label(string name, int version)
    {
        lock (_lock)
        {
            _parameters[name].Label(version);
        }
    }

    /// <summary>Makes descriptions stale: until what is returned is called, DescribeParameters responds with what there is now.</summary>
    public Action FreezeDescriptions()
    {
        lock (_lock)
        {
            _frozen = _parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Copy(), StringComparer.Ordinal);
            return () =>
            {
                lock (_lock)
                {
                    _frozen = null;
                }
            };
        }
    }

    /// <summary>Takes a snapshot of all parameters; what is returned restores it, as often as it is called.</summary>
    public Action TakeSnapshot()
    {
        lock (_lock)
        {
            var snapshot = _parameters.Values.Select(parameter => parameter.Copy()).ToList();
            return () =>
            {
                lock (_lock)
                {
                    _parameters.Clear();
                    snapshot.ForEach(parameter => _parameters.Add(parameter.Name, parameter.Copy()));
                }
            };
        }
    }

    internal LocalParameterVersion Put(
        string name, string value, string? type, string? description, string? keyId, string tier, bool overwrite, IReadOnlyDictionary<string, string> tags)
    {
        ParameterRules.CheckName(name);
        lock (_lock)
        {
            var known = _parameters.GetValueOrDefault(name);
            if (overwrite && tags.Count > 0)
            {
                throw new AwsException("ValidationException", "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
            }

            if (known is not null && !overwrite)
            {
                throw new AwsException("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
            }

            if (known is null && _parameters.Count >= MaxParameters)
            {
                throw new AwsException("ParameterLimitExceeded", "You have exceeded the number of parameters for this AWS account.");
            }

            if (known is null && type is null)
            {
                throw new AwsException("ValidationException", "A parameter type is required when you create a parameter.");
            }

            if (known is not null && type is not null && type != known.Current.Type)
            {
                throw new AwsException("HierarchyTypeMismatchException", "Parameter Store doesn't support changing a parameter type in a hierarchy.");
            }

            var resolved = ParameterRules.ResolveTier(tier, value, known?.Current.Tier);
            ParameterRules.CheckValue(value, resolved);
            var version = new LocalParameterVersion
            {
                Number = (known?.Current.Number ?? 0) + 1,
                Value = value,
                Type = type ?? known!.Current.Type,
                Tier = resolved,
                Description = description ?? (KeepsDescriptions ? known?.Current.Description : null),
                KeyId = (type ?? known!.Current.Type) is Secure ? keyId ?? DefaultKey : null,
                ModifiedAt = time.GetUtcNow(),
            };
            known ??= new LocalParameter(name, tags);
            known.Add(version);
            _parameters[name] = known;
            return version;
        }
    }

    /// <summary>Deletes a parameter with all of its versions. It cannot be restored.</summary>
    internal void Delete(string name)
    {
        lock (_lock)
        {
            if (!_parameters.Remove(name))
            {
                throw new AwsException("ParameterNotFound", "");
            }
        }
    }

    /// <summary>All versions of a parameter, the oldest first.</summary>
    internal IReadOnlyList<LocalParameterVersion> History(string name) => Look(name, parameter => parameter.Versions) ?? throw new AwsException("ParameterNotFound", "");

    /// <summary>The parameters whose names match, as DescribeParameters shows them.</summary>
    internal IReadOnlyList<(LocalParameter Parameter, LocalParameterVersion Current)> Describe(Func<string, bool> matches)
    {
        lock (_lock)
        {
            return [.. (_frozen ?? _parameters).Values.Where(parameter => matches(parameter.Name)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter => (parameter, parameter.Current))];
        }
    }

    /// <summary>A parameter, or the version of it that a selector such as <c>:3</c> names; null where there is none.</summary>
    internal (LocalParameter Parameter, LocalParameterVersion Version)? Find(string nameAndSelector)
    {
        var parts = nameAndSelector.Split(':');
        lock (_lock)
        {
            return _parameters.TryGetValue(parts[0], out var parameter) && (parts.Length == 1 ? parameter.Current : parameter.Find(int.Parse(parts[1], null))) is { } version
                ? (parameter, version)
                : null;
        }
    }

    private T? Look<T>(string name, Func<LocalParameter, T?> look)
    {
        lock (_lock)
        {
            return _parameters.TryGetValue(name, out var parameter) ? look(parameter) : default;
        }
    }
}
