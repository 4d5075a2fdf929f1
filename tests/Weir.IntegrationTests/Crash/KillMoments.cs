namespace Weir.IntegrationTests.Crash;

/// <summary>When a run is killed: so many moments of its progress, the same for the same seed.</summary>
internal static class KillMoments
{
    /// <param name="seed">Names the moments.</param>
    /// <param name="kills">How many.</param>
    /// <param name="of">What the progress goes up to; the last moment comes well before.</param>
    public static IReadOnlyList<long> Of(int seed, int kills, long of)
    {
        var dice = new Random(seed);
        return [.. Enumerable.Range(0, kills).Select(_ => 1 + dice.NextInt64(of * 9 / 10)).Order()];
    }
}
