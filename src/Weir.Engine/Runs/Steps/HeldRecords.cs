namespace Weir.Engine.Runs.Steps;

/// <summary>
/// Records of a page that wait for one another: at a step that takes several at once they are held until every record of
/// the page has come to a step that holds it, or to its outcome. Behind that step they go on. Safe for many threads.
/// </summary>
internal sealed class HeldRecords : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, List<RecordState>> _held = [];
    private readonly List<(int Step, int Index, IReadOnlyList<string> Keys)> _lost = [];
    private readonly Dictionary<RecordState, StepTurn> _taken = [];
    private List<(RecordState Record, StepTurn Turn)> _goingOn = [];

    /// <summary>It waits at a step for the others.</summary>
    public void Hold(int step, RecordState record)
    {
        lock (_gate)
        {
            _taken.Remove(record);
            (_held.TryGetValue(step, out var records) ? records : _held[step] = []).Add(record);
        }
    }

    /// <summary>It has passed the step that held it.</summary>
    public void GoOn(RecordState record, StepTurn turn)
    {
        lock (_gate)
        {
            _taken.Remove(record);
            _goingOn.Add((record, turn));
        }
    }

    /// <summary>It failed or was parked at a step, which it may pass in another life of the run.</summary>
    /// <param name="step">The step, or a source (<c>~n</c>).</param>
    /// <param name="index">Its place in the page.</param>
    /// <param name="keys">The order keys whose later records wait for it.</param>
    public void Lose(int step, int index, IReadOnlyList<string> keys)
    {
        lock (_gate)
        {
            _lost.Add((step, index, keys));
        }
    }

    /// <summary>Those that go on, in the order of their page; they are the caller's now.</summary>
    public IReadOnlyList<(RecordState Record, StepTurn Turn)> TakeGoingOn()
    {
        lock (_gate)
        {
            var taken = _goingOn;
            _goingOn = [];
            taken.Sort((a, b) => a.Record.Index.CompareTo(b.Record.Index));
            taken.ForEach(r => _taken.Add(r.Record, r.Turn));
            return taken;
        }
    }

    /// <summary>
    /// The lowest step that holds any, and its records in the order of their page; they are the caller's now. Steps only
    /// lead forward, so none comes to it any more.
    /// </summary>
    public (int Step, IReadOnlyList<RecordState> Records)? TakeLowest()
    {
        lock (_gate)
        {
            if (_held.Count == 0)
            {
                return null;
            }

            var (step, records) = _held.First();
            _held.Remove(step);
            records.Sort((a, b) => a.Index.CompareTo(b.Index));
            records.ForEach(r => _taken.Add(r, new StepTurn(step)));
            return (step, records);
        }
    }

    /// <summary>Who took it is done with it.</summary>
    public void Forget(RecordState record)
    {
        lock (_gate)
        {
            _taken.Remove(record);
        }
    }

    /// <summary>
    /// Those that wait here, and those that were taken and that nobody came to: the run has ended. With what each would do
    /// next; they are the caller's now.
    /// </summary>
    public IReadOnlyList<(RecordState Record, StepTurn Turn)> TakeAll()
    {
        lock (_gate)
        {
            List<(RecordState, StepTurn)> all =
            [
                .. _held.SelectMany(h => h.Value.Select(r => (r, new StepTurn(h.Key)))),
                .. _goingOn,
                .. _taken.Select(t => (t.Key, t.Value)),
            ];
            _held.Clear();
            _goingOn.Clear();
            _taken.Clear();
            return all;
        }
    }

    /// <summary>Places in the page of records that were lost before a step.</summary>
    public IReadOnlyList<int> LostBefore(int step)
    {
        lock (_gate)
        {
            return [.. _lost.Where(l => l.Step < step).Select(l => l.Index)];
        }
    }

    /// <summary>Order keys of records that were lost, and their places in the page.</summary>
    public IReadOnlyList<(string Key, int Index)> Lost()
    {
        lock (_gate)
        {
            return [.. _lost.SelectMany(l => l.Keys.Select(k => (k, l.Index)))];
        }
    }

    public HashSet<string> LostKeys() => [.. Lost().Select(l => l.Key)];

    public void Dispose()
    {
        foreach (var record in _held.Values.SelectMany(r => r).Concat(_goingOn.Select(r => r.Record)))
        {
            record.Dispose();
        }
    }
}
