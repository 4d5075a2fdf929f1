namespace Weir.Engine.Governor;

/// <summary>Growing, jittered waits between attempts.</summary>
/// <param name="random">Where the jitter comes from; seedable. Guarded by its own lock.</param>
public sealed class Backoff(Random random)
{
    /// <summary>Attempts at one request before it is the record's error.</summary>
    public const int AttemptsMax = 5;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait that nobody asked for.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(15);

    /// <summary>The wait after so many failed attempts: 250 ms doubled each time, half of it by chance.</summary>
    public TimeSpan After(int attempts)
    {
        var whole = Math.Min(WaitMax.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(20, attempts - 1)));
        double part;
        lock (random)
        {
            part = random.NextDouble();
        }

        return TimeSpan.FromMilliseconds((whole / 2) + (whole / 2 * part));
    }
}
