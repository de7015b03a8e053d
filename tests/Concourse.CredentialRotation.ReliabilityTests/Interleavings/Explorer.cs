namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Runs every order of the rotations' calls, but of orders that differ only in calls whose order cannot matter just one: depth first,
/// with sleep sets (P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, 1996).
/// </summary>
internal sealed class Explorer(Run run, StartingState start, Trouble? trouble)
{
    private readonly List<Node> _path = [];

    /// <summary>How many orders were run to their end.</summary>
    public int Schedules { get; private set; }

    /// <summary>How many of them left the set torn.</summary>
    public int Torn { get; private set; }

    /// <summary>Whether the limit ended it before all orders were run.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Every way in which a run ended.</summary>
    public HashSet<string> Endings { get; } = [];

    /// <summary>Every call that occurred in any run.</summary>
    public HashSet<Step> Steps { get; } = [];

    /// <summary>Explores until a promise is broken, which is returned; null when none was.</summary>
    public string? Explore(int limit = int.MaxValue)
    {
        do
        {
            if (Schedules == limit)
            {
                IsCut = true;
                return null;
            }

            if (RunOnce() && run.BrokenPromise() is { } broken)
            {
                return $"{broken}, from {start}{(trouble is null ? "" : $", {trouble}")}\n{run.Describe()}\n{string.Join('\n', _path.Select(node => node.Chosen))}";
            }
        }
        while (Backtrack());

        return null;
    }

    /// <summary>Follows the path, and goes on to the end by the first choice at each new node; false where only sleeping calls are left.</summary>
    private bool RunOnce()
    {
        run.Start(start, trouble);
        for (var depth = 0; ; depth++)
        {
            var enabled = run.Enabled;
            if (enabled.Count == 0)
            {
                Schedules++;
                Torn += run.IsTorn ? 1 : 0;
                if (run.HasEnded)
                {
                    Endings.Add(run.Ending);
                }

                return true;
            }

            if (depth == _path.Count)
            {
                var sleeping = depth == 0 ? [] : _path[^1].SleepingAfterChoice(AreIndependent);
                var node = new Node([.. enabled.Select(call => call.Step)], sleeping);
                if (!node.ChooseNext())
                {
                    return false;
                }

                _path.Add(node);
                Steps.Add(node.Chosen!);
            }

            var chosen = _path[depth].Chosen!;
            run.Let(enabled.Single(call => call.Step == chosen));
        }
    }

    private bool Backtrack()
    {
        while (_path.Count > 0 && !_path[^1].ChooseNext())
        {
            _path.RemoveAt(_path.Count - 1);
        }

        if (_path.Count > 0)
        {
            Steps.Add(_path[^1].Chosen!);
        }

        return _path.Count > 0;
    }

    // A crash, or time that runs out, concerns all the calls of its rotation, so their order matters.
    private bool AreIndependent(Step one, Step other) =>
        one.IsIndependentOf(other)
        && !(trouble is { Kind: TroubleKind.Crash or TroubleKind.LostTime } && one.Rotation == other.Rotation && (trouble.At == one || trouble.At == other));

    private sealed class Node(IReadOnlyList<Step> enabled, HashSet<Step> sleeping)
    {
        public Step? Chosen { get; private set; }

        /// <summary>Takes the next call that does not sleep; what was taken before sleeps from then on.</summary>
        public bool ChooseNext()
        {
            if (Chosen is not null)
            {
                sleeping.Add(Chosen);
            }

            Chosen = enabled.FirstOrDefault(step => !sleeping.Contains(step));
            return Chosen is not null;
        }

        public HashSet<Step> SleepingAfterChoice(Func<Step, Step, bool> areIndependent) =>
            [.. sleeping.Where(step => areIndependent(step, Chosen!))];
    }
}
