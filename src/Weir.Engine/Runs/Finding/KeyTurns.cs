using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>
/// Records that may be the same at the other side go one after the other, over all runs of the server: between the look and
/// the create of one no other may create it. A turn lasts as long as its record's write does, an outage of its connection
/// included: whoever came in between would not see what may have been sent. Bounded by the workers, each of which has one
/// record.
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
    public async Task<IDisposable> EnterAsync(IEnumerable<string> keys, TurnTaker taker, CancellationToken cancellationToken)
    {
        // In one order for everybody: nobody waits for whoever waits for him.
        string[] sorted = [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var held = new Held(this, sorted);
        try
        {
            foreach (var key in sorted)
            {
                await Join(key, taker).Entry.WaitAsync(cancellationToken);
                held.Count++;
                Begin(key, taker);
            }

            return held;
        }
        catch
        {
            Leave(sorted[held.Count], taker);
            held.Dispose();
            throw;
        }
    }

    /// <summary>Through which connections of others those records are written that records of this run wait for.</summary>
    public IReadOnlyList<ConnectionId> Before(RunId run)
    {
        lock (_gate)
        {
            return
            [
                .. _turns.Values.Where(t => t.Waiting.Exists(w => w.Run == run))
                    .Select(t => t.Holder).OfType<TurnTaker>().Where(h => h.Run != run).Select(h => h.Connection).Distinct(),
            ];
        }
    }

    private Turn Join(string key, TurnTaker taker)
    {
        lock (_gate)
        {
            if (!_turns.TryGetValue(key, out var turn))
            {
                _turns[key] = turn = new Turn();
            }

            turn.Waiting.Add(taker);
            return turn;
        }
    }

    private void Begin(string key, TurnTaker taker)
    {
        lock (_gate)
        {
            var turn = _turns[key];
            turn.Waiting.Remove(taker);
            turn.Holder = taker;
        }
    }

    /// <summary>Gives up waiting.</summary>
    private void Leave(string key, TurnTaker taker)
    {
        lock (_gate)
        {
            var turn = _turns[key];
            turn.Waiting.Remove(taker);
            Drop(key, turn);
        }
    }

    private void End(string key)
    {
        lock (_gate)
        {
            var turn = _turns[key];
            turn.Holder = null;
            turn.Entry.Release();
            Drop(key, turn);
        }
    }

    private void Drop(string key, Turn turn)
    {
        if (turn.Waiting.Count == 0 && turn.Holder is null)
        {
            _turns.Remove(key);
            turn.Entry.Dispose();
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Entry { get; } = new(1, 1);

        public TurnTaker? Holder { get; set; }

        public List<TurnTaker> Waiting { get; } = [];
    }

    private sealed class Held(KeyTurns turns, IReadOnlyList<string> keys) : IDisposable
    {
        public int Count { get; set; }

        public void Dispose()
        {
            while (Count > 0)
            {
                turns.End(keys[--Count]);
            }
        }
    }
}

/// <summary>Whose turn it is, or would be.</summary>
/// <param name="Run">The run.</param>
/// <param name="Connection">What its record is written through.</param>
public sealed record TurnTaker(RunId Run, ConnectionId Connection);
