namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Knows when which cursor was given out, so that old ones can be refused. It keeps the latest 20,000; a cursor that it
/// does not know is taken. Safe to call from any thread.
/// </summary>
internal sealed class CursorBook(TimeSpan? lifetime, TimeProvider time)
{
    private const int KeptMax = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _givenAt = new(StringComparer.Ordinal);
    private readonly Queue<string> _inOrder = new();
    private readonly HashSet<string> _expired = new(StringComparer.Ordinal);

    /// <summary>Notes a cursor that is about to be given out, and answers it.</summary>
    public string? Given(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        lock (_gate)
        {
            _expired.Remove(cursor);
            if (_givenAt.TryAdd(cursor, 0))
            {
                _inOrder.Enqueue(cursor);
            }

            _givenAt[cursor] = time.GetTimestamp();
            if (_inOrder.Count > KeptMax)
            {
                var oldest = _inOrder.Dequeue();
                _givenAt.Remove(oldest);
                _expired.Remove(oldest);
            }

            return cursor;
        }
    }

    /// <summary>Every cursor given out until now is refused from now on, unless it is given out again.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            _expired.UnionWith(_givenAt.Keys);
        }
    }

    public bool IsExpired(string cursor)
    {
        lock (_gate)
        {
            return _expired.Contains(cursor)
                || (lifetime is { } most && _givenAt.TryGetValue(cursor, out var at) && time.GetElapsedTime(at) > most);
        }
    }
}
