using System.Runtime.CompilerServices;

namespace Weir.IntegrationTests.Harness;

/// <summary>Waits for something to become true, never for time to pass: the bound only ends what went wrong.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="TimeoutException">The condition, quoted, was not met within the bound.</exception>
    public static Task UntilAsync(
        Func<bool> condition,
        TimeSpan bound,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), bound, cancellationToken, what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, CancellationToken, string)"/>
    public static async Task UntilAsync(
        Func<Task<bool>> condition,
        TimeSpan bound,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) > bound)
            {
                throw new TimeoutException($"Not within {bound.TotalSeconds:0.#} s: {what}");
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }
}
