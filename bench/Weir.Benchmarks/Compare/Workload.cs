namespace Weir.Benchmarks.Compare;

/// <summary>One line of the table.</summary>
/// <param name="Records">Tickets in the list.</param>
/// <param name="Level">Requests to the sink that may be under way at once.</param>
/// <param name="LatencyMs">How long source and sink hold each answer back.</param>
internal sealed record Workload(int Records, int Level, int LatencyMs)
{
    public const int PageSize = 100;

    /// <summary>A request that is not held back, on a quiet machine.</summary>
    private const double RequestMs = 0.2;

    /// <summary>A timer adds this much to each answer that is held back.</summary>
    private const double TimerMs = 1;

    private const int WarmUpMax = 50_000;
    private const int HeldBackWarmUpPerLevel = 500;

    /// <summary>Records of one run that comes before those that are measured.</summary>
    public int WarmUpRecords => Math.Min(Records, LatencyMs == 0 ? WarmUpMax : HeldBackWarmUpPerLevel * Level);

    /// <summary>
    /// Such runs: short lists are sent more often. The runtime compiles what runs often anew, with what it has seen; both sides
    /// are measured after that.
    /// </summary>
    public int WarmUps => LatencyMs == 0 ? WarmUpMax / WarmUpRecords : 1;

    /// <summary>About how long a run must take, whoever makes the requests.</summary>
    public double SecondsAtLeast =>
        Records / 1000.0 * Math.Max(RequestMs / Math.Min(Level, 4), LatencyMs == 0 ? 0 : (LatencyMs + TimerMs) / Level);
}
