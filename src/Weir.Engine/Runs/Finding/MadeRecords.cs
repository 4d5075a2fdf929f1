namespace Weir.Engine.Runs.Finding;

/// <summary>
/// What this process has sent and created of late, by the keys under which it is found: lists lag behind writes, so that a
/// second record of a key would not see what the first one has made, or would take it for its own. Bounded: the oldest is
/// forgotten, and that it was is known. // Promises 7 and 8
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="notesMax">So many things are known.</param>
public sealed class MadeRecords(TimeProvider time, int notesMax = 20_000)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string Key, string Id)> _made = [];
    private readonly Dictionary<string, MadeRecord> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long At, long? SettledAt)> _sent = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, string? Id, long At)> _order = [];
    private long _forgotten = long.MinValue;

    /// <summary>A create with this key is about to leave.</summary>
    public void Sending(string key)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _sent[key] = (now, null);
            Keep(key, null, now);
        }
    }

    /// <summary>What became of it is known. It has come to be there up to now, so what was looked at before does not tell.</summary>
    public void Settle(string key)
    {
        lock (_gate)
        {
            if (_sent.TryGetValue(key, out var sent))
            {
                _sent[key] = sent with { SettledAt = time.GetTimestamp() };
            }
        }
    }

    /// <summary>When a create with this key left of which nobody knows what became; null where none has.</summary>
    public long? UnsettledOf(string key)
    {
        lock (_gate)
        {
            return _sent.TryGetValue(key, out var sent) && sent.SettledAt is null ? sent.At : null;
        }
    }

    /// <summary>What has this id came of a record with this key.</summary>
    public void Note(string key, string id)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _last[key] = new MadeRecord(id, now);
            if (_made.Add((key, id)))
            {
                Keep(key, id, now);
            }
        }
    }

    /// <summary>What was created last under this key; null where that is not known.</summary>
    public MadeRecord? LastOf(string key)
    {
        lock (_gate)
        {
            return _last.TryGetValue(key, out var made) ? made : null;
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

    /// <summary>
    /// Whether a create with this key may have been under way since then, a timestamp of the clock: what was forgotten may have
    /// been one.
    /// </summary>
    public bool MaySendSince(string key, long timestamp)
    {
        lock (_gate)
        {
            return _forgotten >= timestamp || (_sent.TryGetValue(key, out var sent) && (sent.SettledAt ?? sent.At) >= timestamp);
        }
    }

    /// <summary>It is not there any more.</summary>
    public void Forget(string key, string id)
    {
        lock (_gate)
        {
            Remove(key, id);
        }
    }

    private void Keep(string key, string? id, long now)
    {
        _order.Enqueue((key, id, now));
        if (_order.Count <= notesMax)
        {
            return;
        }

        var oldest = _order.Dequeue();
        if (oldest.Id is not null)
        {
            Remove(oldest.Key, oldest.Id);
            return;
        }

        _forgotten = Math.Max(_forgotten, oldest.At);
        if (_sent.TryGetValue(oldest.Key, out var sent) && sent.At == oldest.At)
        {
            _forgotten = Math.Max(_forgotten, sent.SettledAt ?? oldest.At);
            _sent.Remove(oldest.Key);
        }
    }

    private void Remove(string key, string id)
    {
        _made.Remove((key, id));
        if (_last.TryGetValue(key, out var last) && last.Id == id)
        {
            _last.Remove(key);
        }
    }
}

/// <summary>Something that was created.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When: a timestamp of the clock.</param>
public readonly record struct MadeRecord(string Id, long At);
