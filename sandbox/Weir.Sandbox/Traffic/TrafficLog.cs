namespace Weir.Sandbox;

/// <summary>
/// Counts what a sandbox server is asked and answers. A request is under way from the moment its header is read until
/// just before the last byte of its answer leaves, so a client that sends its next request after reading an answer is
/// never counted twice. All members are safe to call from any thread.
/// </summary>
public sealed class TrafficLog
{
    private const int LevelMax = 1024;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long[] _ticksAtLevel = new long[LevelMax + 1];
    private readonly Dictionary<string, long> _byRoute = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, long> _byStatus = [];
    private long _requests;
    private long _lastChange;
    private int _underWay;
    private int _peak;

    internal TrafficLog(TimeProvider time)
    {
        _time = time;
        _lastChange = time.GetTimestamp();
    }

    /// <summary>Everything since the start or the last <see cref="Reset"/>, at one instant.</summary>
    public TrafficSnapshot Read()
    {
        lock (_gate)
        {
            Accrue();
            return new TrafficSnapshot
            {
                Requests = _requests,
                UnderWay = _underWay,
                Peak = _peak,
                RateLimited = _byStatus.GetValueOrDefault(429),
                ByRoute = new SortedDictionary<string, long>(_byRoute, StringComparer.Ordinal),
                ByStatus = new SortedDictionary<int, long>(_byStatus),
                Concurrency = Levels(),
            };
        }
    }

    /// <summary>Begins again at zero; requests that are under way stay counted as under way.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Array.Clear(_ticksAtLevel);
            _byRoute.Clear();
            _byStatus.Clear();
            _requests = 0;
            _peak = _underWay;
            _lastChange = _time.GetTimestamp();
        }
    }

    internal void Began()
    {
        lock (_gate)
        {
            Accrue();
            _requests++;
            _underWay++;
            _peak = Math.Max(_peak, _underWay);
        }
    }

    /// <param name="route">Method and path pattern, e.g. <c>GET /api/tickets/{id}</c>.</param>
    /// <param name="status">The status that was answered; 0 where the connection was closed without an answer.</param>
    internal void Ended(string route, int status)
    {
        lock (_gate)
        {
            Accrue();
            _underWay--;
            _byRoute[route] = _byRoute.GetValueOrDefault(route) + 1;
            _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
        }
    }

    private void Accrue()
    {
        var now = _time.GetTimestamp();
        _ticksAtLevel[Math.Min(_underWay, LevelMax)] += now - _lastChange;
        _lastChange = now;
    }

    private List<ConcurrencyLevel> Levels()
    {
        var busy = 0L;
        for (var level = 1; level <= LevelMax; level++)
        {
            busy += _ticksAtLevel[level];
        }

        var levels = new List<ConcurrencyLevel>();
        for (var level = 0; level <= LevelMax; level++)
        {
            if (_ticksAtLevel[level] > 0)
            {
                var seconds = _time.GetElapsedTime(0, _ticksAtLevel[level]).TotalSeconds;
                levels.Add(new ConcurrencyLevel(
                    level, seconds, level == 0 || busy == 0 ? 0 : (double)_ticksAtLevel[level] / busy));
            }
        }

        return levels;
    }
}

/// <summary>What a server was asked and answered, at one instant.</summary>
public sealed record TrafficSnapshot
{
    /// <summary>Requests that arrived, whatever became of them; those to the control address are not counted.</summary>
    public required long Requests { get; init; }

    public required int UnderWay { get; init; }

    /// <summary>The most requests that were ever under way at once.</summary>
    public required int Peak { get; init; }

    /// <summary>Answers with status 429.</summary>
    public required long RateLimited { get; init; }

    /// <summary>Ended requests by method and path pattern, e.g. <c>GET /api/tickets/{id}</c>.</summary>
    public required IReadOnlyDictionary<string, long> ByRoute { get; init; }

    /// <summary>Ended requests by status; 0 where the connection was closed without an answer.</summary>
    public required IReadOnlyDictionary<int, long> ByStatus { get; init; }

    /// <summary>How long each number of requests was under way at once, lowest first.</summary>
    public required IReadOnlyList<ConcurrencyLevel> Concurrency { get; init; }
}

/// <param name="Level">Requests under way at once.</param>
/// <param name="Seconds">For how long, in all.</param>
/// <param name="ShareOfBusy">That time as a share (0–1) of the time in which at least one request was under way; 0 for
/// level 0.</param>
public sealed record ConcurrencyLevel(int Level, double Seconds, double ShareOfBusy);
