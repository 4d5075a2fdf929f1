namespace Weir.Engine.Runs.Finding;

/// <summary>
/// What this process has created of late, by the keys under which it is found: lists lag behind writes, so that a second
/// record of a key would not see what the first one has made, or would take it for its own. Bounded: the oldest is forgotten.
/// // Promises 7 and 8
/// </summary>
public sealed class MadeRecords(int keysMax = 20_000)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string Key, string Id)> _made = [];
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, string Id)> _order = [];

    /// <summary>What has this id came of a record with this key.</summary>
    public void Note(string key, string id)
    {
        lock (_gate)
        {
            _last[key] = id;
            if (!_made.Add((key, id)))
            {
                return;
            }

            _order.Enqueue((key, id));
            if (_order.Count > keysMax)
            {
                Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>The id of what was created last under this key; null where that is not known.</summary>
    public string? LastOf(string key)
    {
        lock (_gate)
        {
            return _last.GetValueOrDefault(key);
        }
    }

    /// <summary>Whether what has this id came of a record with this key.</summary>
    public bool Has(string key, string id)
    {
        lock (_gate)
        {
            return _made.Contains((key, id));
        }
    }

    /// <summary>It is not there any more.</summary>
    public void Forget(string key, string id)
    {
        lock (_gate)
        {
            Remove((key, id));
        }
    }

    private void Remove((string Key, string Id) made)
    {
        _made.Remove(made);
        if (_last.GetValueOrDefault(made.Key) == made.Id)
        {
            _last.Remove(made.Key);
        }
    }
}
