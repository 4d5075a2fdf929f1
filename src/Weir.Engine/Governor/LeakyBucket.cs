namespace Weir.Engine.Governor;

/// <summary>
/// How full the bucket at the other side can be at most. A request under way counts from the first byte sent and begins
/// to leak only when its answer is here: whenever the other side counted it in between, its bucket is never fuller than
/// ours, whatever the latencies were. Not safe for two threads; the governor's lock guards it. // Promise 4
/// </summary>
internal sealed class LeakyBucket
{
    private readonly TimeProvider _time;
    private readonly int _headroomPercent;
    private int _sizeThere;
    private double _level;
    private long _at;
    private int _underWay;
    private bool _believesNext;

    /// <param name="time">The clock that it leaks by.</param>
    /// <param name="size">How many requests it holds.</param>
    /// <param name="per">The time in which a full one runs dry.</param>
    /// <param name="full">
    /// True when requests may have been sent that we do not know of: it takes the first header's word, which may be lower.
    /// </param>
    /// <param name="underWay">Requests that are under way when the limit becomes known.</param>
    /// <param name="headroomPercent">
    /// So much of the other side's bucket is left to others: ours is smaller by it, and leaks slower.
    /// </param>
    public LeakyBucket(TimeProvider time, int size, TimeSpan per, bool full, int underWay = 0, int headroomPercent = 0)
    {
        _underWay = underWay;
        _time = time;
        _headroomPercent = headroomPercent;
        _sizeThere = size;
        Size = Ours(size);
        Per = per;
        _level = full ? Size : 0;
        _believesNext = full;
        _at = time.GetTimestamp();
    }

    public int Size { get; private set; }

    public TimeSpan Per { get; private set; }

    public int Used => (int)Math.Ceiling(Leaked() + _underWay - 1e-9);

    public bool HasRoom => Leaked() + _underWay + 1 <= Size + 1e-9;

    /// <summary>How long until there is room; zero when there is. At most a request's own answer is waited for beside it.</summary>
    public TimeSpan UntilRoom()
    {
        var over = Leaked() + _underWay + 1 - Size;
        return over <= 1e-9 ? TimeSpan.Zero : TimeSpan.FromSeconds(over * Per.TotalSeconds / Size);
    }

    public void Sent() => _underWay++;

    /// <summary>An answer came, or the request was given up.</summary>
    public void Answered(int? usedThere, int? sizeThere)
    {
        _underWay--;
        _level = Leaked() + 1;
        if (sizeThere is int size && size > 0 && size != _sizeThere)
        {
            Per = TimeSpan.FromTicks(Per.Ticks * size / _sizeThere);
            _sizeThere = size;
            Size = Ours(size);
        }

        if (usedThere is int used)
        {
            _level = _believesNext ? used : Math.Max(_level, used);
            _believesNext = false;
        }
    }

    /// <summary>The settings of the connection changed.</summary>
    public void Resize(int size, TimeSpan per)
    {
        _level = Leaked();
        _sizeThere = size;
        Size = Ours(size);
        Per = per;
    }

    /// <summary>At least one: a headroom slows, and never stops.</summary>
    private int Ours(int size) => Math.Max(1, (int)(size * (100L - _headroomPercent) / 100));

    private double Leaked()
    {
        var now = _time.GetTimestamp();
        _level = Math.Max(0, _level - (_time.GetElapsedTime(_at, now).TotalSeconds * Size / Per.TotalSeconds));
        _at = now;
        return _level;
    }
}
