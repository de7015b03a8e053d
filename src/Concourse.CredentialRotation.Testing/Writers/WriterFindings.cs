namespace Concourse.CredentialRotation.Testing;

/// <summary>Collects what was found.</summary>
internal sealed class WriterFindings
{
    // Two writers may run at the same time.
    private readonly Lock _lock = new();
    private readonly List<SecretWriterFinding> _findings = [];

    public IReadOnlyList<SecretWriterFinding> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings];
            }
        }
    }

    /// <summary>Adds a finding unless the condition is met.</summary>
    /// <returns>The condition.</returns>
    public bool Require(bool condition, SecretWriterRule rule, SecretLayout? layout, string step, Func<string> message)
    {
        if (!condition)
        {
            Add(rule, layout, step, message());
        }

        return condition;
    }

    /// <summary>Adds a finding, unless the same one is there already.</summary>
    public void Add(SecretWriterRule rule, SecretLayout? layout, string step, string message)
    {
        var finding = new SecretWriterFinding { Rule = rule, Layout = layout, Step = step, Message = message };
        lock (_lock)
        {
            if (!_findings.Contains(finding))
            {
                _findings.Add(finding);
            }
        }
    }
}
