namespace Weir.Sandbox.Gorgias;

/// <summary>
/// The account's limit: a bucket that each request fills by one and that leaks evenly, its size in <c>window</c>. A
/// request that finds it full is refused and adds nothing.
/// </summary>
internal sealed class LeakyBucket(int size, TimeSpan window, bool isOn, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _level;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one request in; answers 0, or the whole seconds after which there is room again.</summary>
    public int Take()
    {
        lock (_gate)
        {
            Leak();
            if (isOn && _level + 1 > size)
            {
                return Math.Max(1, (int)Math.Ceiling((_level + 1 - size) / PerSecond - 1e-9));
            }

            _level = isOn ? _level + 1 : 1;
            return 0;
        }
    }

    /// <summary><c>used/size</c>, for the header.</summary>
    public string Level()
    {
        lock (_gate)
        {
            Leak();
            return $"{(int)Math.Ceiling(_level - 1e-9)}/{size}";
        }
    }

    private double PerSecond => size / window.TotalSeconds;

    private void Leak()
    {
        var now = time.GetTimestamp();
        _level = Math.Max(0, _level - (time.GetElapsedTime(_at, now).TotalSeconds * PerSecond));
        _at = now;
    }
}
