namespace Concourse.CredentialRotation.LocalAws;

/// <summary>One parameter with its versions.</summary>
internal sealed class LocalParameter(string name, IReadOnlyDictionary<string, string> tags)
{
    private const int MaxVersions = 100;

    private readonly List<LocalParameterVersion> _versions = [];

    public string Name { get; } = name;

    public string Arn { get; } = ArnOf(name);

    public IReadOnlyDictionary<string, string> Tags { get; } = tags;

    public LocalParameterVersion Current => _versions[^1];

    /// <summary>All versions that are kept, the oldest first.</summary>
    public IReadOnlyList<LocalParameterVersion> Versions => [.. _versions];

    public static string ArnOf(string name) => $"arn:aws:ssm:us-east-1:123456789012:parameter/{name.TrimStart('/')}";

    public LocalParameter Copy()
    {
        var copy = new LocalParameter(Name, Tags);
        copy._versions.AddRange(_versions);
        return copy;
    }

    public LocalParameterVersion? Find(int version) => _versions.Find(known => known.Number == version);

    /// <summary>Adds a version. The oldest one is removed when there are too many, but not while it has a label.</summary>
    public void Add(LocalParameterVersion version)
    {
        if (_versions.Count == MaxVersions)
        {
            if (_versions[0].IsLabeled)
            {
                throw new AwsException("ParameterMaxVersionLimitExceeded", $"You attempted to create a new version of {Name} by calling the PutParameter API with the overwrite flag. Version {_versions[0].Number}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.");
            }

            _versions.RemoveAt(0);
        }

        _versions.Add(version);
    }

    public void Label(int version)
    {
        var at = _versions.FindIndex(known => known.Number == version);
        _versions[at] = _versions[at] with { IsLabeled = true };
    }
}
