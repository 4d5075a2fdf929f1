namespace Weir.Engine.Runs.Lookups;

/// <summary>The memory that the answers of lookups may take, over all runs of the server. // Promise 7</summary>
public sealed class LookupMemory
{
    public const long BytesMax = 32L * 1024 * 1024;

    private long _left = BytesMax;

    /// <summary>False when there is not so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _left, bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _left, bytes);
}
