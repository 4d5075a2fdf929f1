namespace Weir.Engine.Accounts;

/// <summary>
/// When the use of a token or a session is written down: at most once a minute each, so that a request costs no write. Safe
/// for many threads.
/// </summary>
internal sealed class LastUse(TimeProvider time)
{
    /// <summary>More than these are not remembered; then a use is written that another request has just written.</summary>
    private const int RememberedMax = 10_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    /// <summary>True for one of all who ask in a minute.</summary>
    /// <param name="id">What is used.</param>
    /// <param name="stored">Its last use as stored; null never.</param>
    public bool IsDue(string id, DateTimeOffset? stored)
    {
        var now = time.GetUtcNow();
        if (now - stored < Every)
        {
            return false;
        }

        lock (_gate)
        {
            if (_written.TryGetValue(id, out var last) && now - last < Every)
            {
                return false;
            }

            if (_written.Count >= RememberedMax)
            {
                _written.Clear();
            }

            _written[id] = now;
            return true;
        }
    }
}
