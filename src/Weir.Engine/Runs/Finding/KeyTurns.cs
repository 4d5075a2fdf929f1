namespace Weir.Engine.Runs.Finding;

/// <summary>
/// Records that may be the same at the other side go one after the other, over all runs of the server: between the look and
/// the create of one no other may create it. Bounded by the workers, each of which has one record.
/// </summary>
public sealed class KeyTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Keys that somebody holds or waits for.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _turns.Count;
            }
        }
    }

    /// <summary>Waits for all of the keys; disposing gives them back.</summary>
    public async Task<IDisposable> EnterAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        // In one order for everybody: nobody waits for whoever waits for him.
        string[] sorted = [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var held = new Held(this, sorted);
        try
        {
            foreach (var key in sorted)
            {
                await Join(key).Entry.WaitAsync(cancellationToken);
                held.Count++;
            }

            return held;
        }
        catch
        {
            Leave(sorted[held.Count], wasIn: false);
            held.Dispose();
            throw;
        }
    }

    private Turn Join(string key)
    {
        lock (_gate)
        {
            if (!_turns.TryGetValue(key, out var turn))
            {
                _turns[key] = turn = new Turn();
            }

            turn.Users++;
            return turn;
        }
    }

    private void Leave(string key, bool wasIn)
    {
        lock (_gate)
        {
            var turn = _turns[key];
            if (wasIn)
            {
                turn.Entry.Release();
            }

            if (--turn.Users == 0)
            {
                _turns.Remove(key);
                turn.Entry.Dispose();
            }
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Entry { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Held(KeyTurns turns, IReadOnlyList<string> keys) : IDisposable
    {
        public int Count { get; set; }

        public void Dispose()
        {
            while (Count > 0)
            {
                turns.Leave(keys[--Count], wasIn: true);
            }
        }
    }
}
