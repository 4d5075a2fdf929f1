namespace Weir.IntegrationTests.Crash;

/// <summary>Waits for moments that are milliseconds apart: nothing rests between two looks.</summary>
internal static class Moment
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    public static Task UntilAsync(Func<bool> isThere) => UntilAsync(() => Task.FromResult(isThere()));

    public static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isThere())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Bound, "The moment did not come.");
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
