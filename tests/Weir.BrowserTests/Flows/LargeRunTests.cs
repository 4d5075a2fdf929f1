using System.Globalization;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Flows;

/// <summary>
/// How smooth the builder stays while many records run through it. It measures, so it runs only when
/// <c>WEIR_LARGE_RUN</c> says how many tickets there are to be: 200000 takes some minutes.
/// </summary>
public sealed class LargeRunTests(Chromium chromium) : BrowserTest(chromium)
{
    private const int LongestTaskMsMax = 100;
    private const float BoundMs = 900_000;

    private const string Watch =
        """
        window.longest = 0;
        window.tasks = 0;
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) {
            window.longest = Math.max(window.longest, duration);
            window.tasks += 1;
          }
        }).observe({ type: 'longtask', buffered: false });
        """;

    protected override int Tickets => Asked ?? base.Tickets;

    private static int? Asked => int.TryParse(
        Environment.GetEnvironmentVariable("WEIR_LARGE_RUN"), NumberStyles.None, CultureInfo.InvariantCulture, out var tickets) ? tickets : null;

    [Fact]
    public async Task A_run_of_many_records_keeps_the_builder_smooth()
    {
        Assert.SkipWhen(Asked is null, "It measures: WEIR_LARGE_RUN says how many tickets are to run.");
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await owner.GoesToAsync($"/flows/{scenery.Flow}");
        await owner.SeesAsync(owner.Button("Run"));
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await owner.Page.EvaluateAsync(Watch);
        var before = await HeapAsync(owner);

        await owner.ClicksAsync("Run");
        var state = owner.Page.GetByRole(AriaRole.Status, new() { Name = "Last run" });
        await Expect(state).ToHaveTextAsync("running");
        await Expect(owner.Page.GetByText("done").Last).ToBeVisibleAsync();
        await owner.LookAsync("builder-running");
        await Expect(state).ToHaveTextAsync("completed", new() { Timeout = BoundMs });

        var longest = await owner.Page.EvaluateAsync<double>("window.longest");
        var after = await HeapAsync(owner);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Tickets} tickets: longest task {longest:0} ms, JS heap {before / 1e6:0.0} MB before and {after / 1e6:0.0} MB after."));
        Assert.True(longest <= LongestTaskMsMax, $"A task took {longest} ms.");
    }

    private static async Task<double> HeapAsync(Person owner)
    {
        var session = await owner.Page.Context.NewCDPSessionAsync(owner.Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return usage!.Value.GetProperty("usedSize").GetDouble();
    }
}
