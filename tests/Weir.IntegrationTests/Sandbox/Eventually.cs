using System.Diagnostics;

namespace Weir.IntegrationTests.Sandbox;

internal static class Eventually
{
    private const int WaitMaxSeconds = 30;

    /// <summary>Waits until it is so, and fails when it is not so in time.</summary>
    public static async Task IsSoAsync(Func<bool> isSo, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(waited.Elapsed.TotalSeconds < WaitMaxSeconds, $"Not in {WaitMaxSeconds} s: {what}");
            await Task.Yield();
        }
    }
}
