using System.Diagnostics;
using System.Globalization;
using Weir.BrowserTests.Harness;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.BrowserTests.Runs;

/// <summary>What a page meets with many records: only where <c>WEIR_LONG</c> is set.</summary>
public sealed class LongRunTests(Chromium chromium) : BrowserTest(chromium)
{
    protected override int Tickets => TestContext.Current.TestMethod?.MethodName.Contains("200_000", StringComparison.Ordinal) == true ? 200_000 : 10_000;

    private const string Watch =
        """
        () => {
          window.longest = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
          }).observe({ type: 'longtask' });
        }
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_run_of_200_000_records_keeps_its_page_smooth_and_small()
    {
        MustBeAsked();
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        var flow = await FlowAsync(sink);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}/runs");
        await owner.Button("Run").ClickAsync();
        await owner.SeesAsync("running");
        await owner.Page.EvaluateAsync(Watch);
        var run = owner.Page.Url[(owner.Page.Url.LastIndexOf('/') + 1)..];
        var first = await owner.Page.EvaluateAsync<double>("() => performance.memory.usedJSHeapSize");
        await EndedAsync(run);
        await owner.SeesAsync("completed");
        await owner.SeesAsync("200,000");
        Assert.Equal(200_000, sink.Delivered);
        var last = await owner.Page.EvaluateAsync<double>("() => performance.memory.usedJSHeapSize");
        var longest = await owner.Page.EvaluateAsync<double>("() => window.longest");

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED longest task {longest} ms, heap {first / 1e6:F1} to {last / 1e6:F1} MB"));
        Assert.True(longest <= 100, $"A task took {longest} ms.");
        Assert.True(last < first + 50e6, $"The heap grew from {first} to {last}.");
    }

    [Fact]
    public async Task Ten_thousand_errors_answer_at_once_and_are_retried_with_progress()
    {
        MustBeAsked();
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        sink.Faults.Add(new() { Status = 422, Body = """{"error":{"message":"subject: is too short"}}""" });
        var flow = await FlowAsync(sink);
        await EndedAsync((await Api.PostAsync($"/v1/flows/{flow}/runs")).GetProperty("id").GetString()!);
        sink.Faults.Clear();
        await Api.GetAsync($"/v1/flows/{flow}/errors?status=open&limit=50");
        var watch = Stopwatch.StartNew();
        await Api.GetAsync($"/v1/flows/{flow}/errors?status=open&limit=50");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED a page of errors {watch.ElapsedMilliseconds} ms"));
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}/errors");
        await owner.ClicksAsync("Retry all");
        await owner.Dialog("Retry 10,000 errors?").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await owner.SeesAsync("of 10,000 done so far");
        await owner.LookAsync("errors-progress");
        await owner.GoesToAsync("/dashboard");
        await owner.Page.GoBackAsync();
        await owner.SeesAsync("10,000 went through.");
    }

    private static void MustBeAsked() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("WEIR_LONG") is { Length: > 0 }, "A long test: set WEIR_LONG=1.");

    private Task EndedAsync(string run) => Wait.UntilAsync(
        async () => (await Api.GetAsync($"/v1/runs/{run}")).GetProperty("status").GetString() is "completed" or "failed", Bound, Stop);

    /// <summary>The tickets of the account, each sent to the sink.</summary>
    private async Task<string> FlowAsync(HttpSink sink)
    {
        var gorgias = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var hook = (await Api.PostAsync(
            "/v1/connections?test=false",
            new { name = "Shop", application = "http", settings = new { baseUri = sink.BaseUri } })).GetProperty("id").GetString();
        var read = await Api.CreateAsync("exports", new { name = "Tickets", connection = gorgias, operation = "tickets.list" });
        var write = await Api.CreateAsync("imports", new
        {
            name = "Orders",
            connection = hook,
            request = new { method = "POST", path = "/orders" },
            mapping = new { id = "$.id", subject = "$.subject" },
        });
        return await Api.CreateAsync("flows", new
        {
            name = "Tickets to the shop",
            sources = new[] { new { id = "tickets", export = read } },
            steps = new[] { new { id = "write", import = write } },
        });
    }
}
