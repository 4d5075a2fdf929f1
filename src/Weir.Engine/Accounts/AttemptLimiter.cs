using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// A growing delay after failed attempts, by key. An attempt counts as failed from its beginning until it has succeeded, so
/// that many at once gain nothing; one that is refused because of the delay does not count. Safe for many threads.
/// </summary>
/// <param name="time">The clock of the delays.</param>
/// <param name="free">This failure is the first with a delay after it: one second, doubled by each further one.</param>
/// <param name="delayMax">No delay is longer.</param>
internal sealed class AttemptLimiter(TimeProvider time, int free, TimeSpan delayMax)
{
    /// <summary>Keys remembered at once. When there are more, those with the fewest failures go first.</summary>
    public const int KeysMax = 10_000;

    /// <summary>So long after its last failure and delay a key is forgotten.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Failures> _keys = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _keys.Count;
            }
        }
    }

    /// <summary>Begins an attempt, or refuses (<c>rate_limited</c>, with the time to wait) while the key has a delay.</summary>
    public Attempt Begin(string key)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var before = _keys.GetValueOrDefault(key);
            if (now - before.Until >= Remembered)
            {
                before = default;
            }

            if (before.Until > now)
            {
                throw Refusal(before.Until - now);
            }

            var count = before.Count + 1;
            var begun = new Failures(count, now + DelayAfter(count));
            _keys[key] = begun;
            if (_keys.Count > KeysMax)
            {
                Forget(now, key);
            }

            return new Attempt(this, key, before, begun);
        }
    }

    /// <summary>An attempt has succeeded, and with it all before it are forgotten.</summary>
    public void Reset(string key)
    {
        lock (_gate)
        {
            _keys.Remove(key);
        }
    }

    private void TakeBack(Attempt attempt)
    {
        lock (_gate)
        {
            if (!_keys.TryGetValue(attempt.Key, out var failures))
            {
                return;
            }

            if (failures.Count <= 1)
            {
                _keys.Remove(attempt.Key);
                return;
            }

            // Whoever began after it has a delay of his own, which stays.
            var until = failures.Until == attempt.Begun.Until ? attempt.Before.Until : failures.Until;
            _keys[attempt.Key] = new Failures(failures.Count - 1, until);
        }
    }

    private static RefusalException Refusal(TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        return new RefusalException(ErrorCodes.RateLimited, $"Too many failed attempts. Try again in {seconds} s.")
        {
            RetryAfter = wait,
        };
    }

    private TimeSpan DelayAfter(int failures)
    {
        if (failures < free)
        {
            return TimeSpan.Zero;
        }

        var seconds = Math.Pow(2, Math.Min(failures - free, 30));
        return seconds < delayMax.TotalSeconds ? TimeSpan.FromSeconds(seconds) : delayMax;
    }

    /// <summary>What is forgotten anyway; else a tenth, so that this is not done at each attempt.</summary>
    private void Forget(DateTimeOffset now, string kept)
    {
        foreach (var (key, failures) in _keys)
        {
            if (now - failures.Until >= Remembered)
            {
                _keys.Remove(key);
            }
        }

        if (_keys.Count > KeysMax)
        {
            var fewest = _keys.Where(k => k.Key != kept).OrderBy(k => k.Value.Count).ThenBy(k => k.Value.Until);
            foreach (var (key, _) in fewest.Take(KeysMax / 10).ToList())
            {
                _keys.Remove(key);
            }
        }
    }

    /// <summary>Until then nothing is tried.</summary>
    internal readonly record struct Failures(int Count, DateTimeOffset Until);

    /// <summary>An attempt that has begun: a failure, unless one of its methods is called.</summary>
    internal readonly record struct Attempt(AttemptLimiter Limiter, string Key, Failures Before, Failures Begun)
    {
        /// <summary>It has succeeded, and with it all before it are forgotten.</summary>
        public void Reset() => Limiter.Reset(Key);

        /// <summary>It was no failure: those before it stay, and so does what is left of the delay after them.</summary>
        public void TakeBack() => Limiter.TakeBack(this);
    }
}
