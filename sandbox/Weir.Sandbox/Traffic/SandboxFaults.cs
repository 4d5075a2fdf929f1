namespace Weir.Sandbox;

/// <summary>
/// The rules by which a sandbox server goes wrong; the same ones as at its control address. When several rules hit the
/// same request, the oldest one acts. All members are safe to call from any thread.
/// </summary>
public sealed class SandboxFaults
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly TimeProvider _time;
    private int _lastId;

    internal SandboxFaults(TimeProvider time) => _time = time;

    /// <summary>Adds a rule and answers its id.</summary>
    /// <exception cref="ArgumentException">The rule contradicts itself; the message says how.</exception>
    public int Add(FaultRule rule)
    {
        if (rule.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(rule));
        }

        lock (_gate)
        {
            var entry = new Entry(++_lastId, rule, _time.GetTimestamp());
            _entries.Add(entry);
            return entry.Id;
        }
    }

    public bool Remove(int id)
    {
        lock (_gate)
        {
            return _entries.RemoveAll(entry => entry.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>The rules in the order in which they were added, with how often each matched and hit.</summary>
    public IReadOnlyList<FaultState> List()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => new FaultState(entry.Id, entry.Rule, entry.Matched, entry.Hit))];
        }
    }

    /// <summary>Counts the request with every rule that is for it, and answers the one that hits it.</summary>
    internal FaultRule? Next(Incoming request)
    {
        lock (_gate)
        {
            Entry? hit = null;
            foreach (var entry in _entries)
            {
                if (IsFor(entry, request) && entry.Counts() && hit is null)
                {
                    hit = entry;
                }
            }

            if (hit is not null)
            {
                hit.Hit++;
            }

            return hit?.Rule;
        }
    }

    private bool IsFor(Entry entry, Incoming request) =>
        !(entry.Rule.Seconds is { } seconds && _time.GetElapsedTime(entry.Added).TotalSeconds >= seconds)
        && !(entry.Rule.ExpiredCursor && !request.HasCursor)
        && (entry.Rule.Ids is not { } ids || request.SubjectIds.Any(ids.Contains))
        && (entry.Method is null || entry.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
        && (entry.Path is null || IsUnder(request.Path, entry.Path, entry.Rule.Exact));

    private static bool IsUnder(string path, string root, bool exact) =>
        path.StartsWith(root, StringComparison.Ordinal)
        && (path.Length == root.Length || (!exact && (root.EndsWith('/') || path[root.Length] == '/')));

    private sealed class Entry
    {
        public Entry(int id, FaultRule rule, long added)
        {
            (Id, Rule, Added) = (id, rule, added);
            var words = rule.Match?.Split(' ', 2, StringSplitOptions.TrimEntries) ?? [];
            Method = words.Length == 2 ? words[0] : null;
            Path = words.Length == 0 ? null : words[^1] is "/" ? "/" : words[^1].TrimEnd('/');
        }

        public int Id { get; }

        public FaultRule Rule { get; }

        public long Added { get; }

        public string? Method { get; }

        public string? Path { get; }

        public long Matched { get; private set; }

        public long Hit { get; set; }

        public bool Counts()
        {
            Matched++;
            var counted = Matched - Rule.Skip;
            return counted > 0 && counted % (Rule.Every ?? 1) == 0 && !(Rule.Times is { } times && Hit >= times);
        }
    }
}

/// <param name="Id">By which the rule is removed.</param>
/// <param name="Rule">The rule as it was added.</param>
/// <param name="Matched">Requests that it was for.</param>
/// <param name="Hit">Requests that went wrong by it.</param>
public sealed record FaultState(int Id, FaultRule Rule, long Matched, long Hit);
