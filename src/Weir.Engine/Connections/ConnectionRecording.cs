using Weir.Engine.Calls;

namespace Weir.Engine.Connections;

/// <summary>What was heard of one connection: the newest, up to a number and a size. Safe for many threads. // Promise 8</summary>
internal sealed class ConnectionRecording
{
    public const int ExchangesMax = 200;
    public const long BytesMax = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Exchange> _exchanges = [];
    private long _bytes;
    private long _untilTicks;
    private bool _closed;

    public ConnectionRecording() => Heard = Add;

    /// <summary>Made once: listening costs no object for each request.</summary>
    public Action<Exchange> Heard { get; }

    public DateTimeOffset Until
    {
        get => new(Volatile.Read(ref _untilTicks), TimeSpan.Zero);
        set => Volatile.Write(ref _untilTicks, value.UtcTicks);
    }

    /// <summary>Forgets it when its time is over.</summary>
    public ITimer? Forgetting { get; set; }

    public IReadOnlyList<Exchange> Newest()
    {
        lock (_gate)
        {
            return [.. _exchanges.Reverse()];
        }
    }

    /// <summary>Nothing is heard any more, also of what is under way.</summary>
    public void Close()
    {
        Forgetting?.Dispose();
        lock (_gate)
        {
            _closed = true;
            _exchanges.Clear();
            _bytes = 0;
        }
    }

    private void Add(Exchange exchange)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _exchanges.Enqueue(exchange);
            _bytes += exchange.Bytes;
            while (_exchanges.Count > ExchangesMax || (_bytes > BytesMax && _exchanges.Count > 1))
            {
                _bytes -= _exchanges.Dequeue().Bytes;
            }
        }
    }
}
