using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Errors;

public sealed class ErrorPagesTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Refusal = """{"error":{"message":"subject: is too short"}}""";

    /// <summary>Only what hangs takes so long.</summary>
    private static readonly TimeSpan RunBound = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_failed_record_is_edited_and_retried_and_is_delivered()
    {
        await using var sink = await SinkAsync();
        var flow = await FailedFlowAsync(sink);
        sink.Faults.Clear();
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}/errors");
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("errors");
        await Message(owner).First.ClickAsync();
        await owner.SeesAsync("Change what its message names");
        await owner.MustSayAsync("subject", "is too short");
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("error-opened");
        await owner.TypesAsync("subject", "A subject that is long enough");
        await Expect(owner.Page.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true })).ToHaveCountAsync(0);
        await owner.ClicksAsync("Save and retry");

        await Expect(owner.Page.GetByText("1 went through.").First).ToBeInViewportAsync();
        await Wait.UntilAsync(() => sink.Delivered > 0, RunBound, Stop);
        await owner.LookAsync("error-retried");
        await owner.PressesAsync("Escape");
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByText("249"));
    }

    [Fact]
    public async Task Who_edits_what_somebody_else_has_changed_is_told_and_keeps_what_was_typed()
    {
        await using var sink = await SinkAsync();
        var flow = await FailedFlowAsync(sink);
        var owner = await OwnerAsync();
        owner.Expects(412);
        await owner.GoesToAsync($"/flows/{flow}/errors");
        await Message(owner).First.ClickAsync();
        await owner.SeesAsync("Change what its message names");
        await owner.TypesAsync("Note", "mine");
        var id = (await Api.GetAsync($"/v1/flows/{flow}/errors?limit=1")).GetProperty("data")[0].GetProperty("id").GetString();
        await Api.PatchAsync($"/v1/errors/{id}", new { note = "theirs" });
        await owner.ClicksAsync("Save note");

        await owner.SeesAsync("Somebody changed this record meanwhile");
        await Expect(owner.Field("Note")).ToHaveValueAsync("mine");
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("error-overtaken");
        await owner.ClicksAsync("Save note");
        await owner.SeesAsync("Saved.");
        Assert.Equal("mine", (await Api.GetAsync($"/v1/errors/{id}")).GetProperty("note").GetString());
    }

    [Fact]
    public async Task All_that_match_are_retried_and_the_progress_is_come_back_to()
    {
        await using var sink = await SinkAsync();
        var flow = await FailedFlowAsync(sink);
        sink.Faults.Clear();
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}/errors");
        await owner.ClicksAsync("Retry all");
        await owner.Dialog("Retry 250 errors?").GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();

        await owner.SeesAsync("250 went through.");
        await owner.SeesAsync("No open errors");
        await owner.Page.ReloadAsync();
        await owner.SeesAsync("250 went through.");
        await owner.LookAsync("errors-retried");
    }

    [Fact]
    public async Task Selected_errors_are_resolved_and_found_among_the_resolved()
    {
        await using var sink = await SinkAsync();
        await FailedFlowAsync(sink);
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/errors");
        await owner.SeesAsync("Orders · rejected");
        var boxes = owner.Page.GetByRole(AriaRole.Checkbox);
        await boxes.Nth(0).PressAsync("Space");
        await boxes.Nth(1).PressAsync("Space");
        await owner.ClicksAsync("Resolve 2 selected");
        await owner.Dialog("Resolve 2 selected errors?").GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await owner.SeesAsync("2 resolved.");
        await owner.Page.GetByText("Resolved", new() { Exact = true }).ClickAsync();

        await owner.SeesInAddressAsync("status=resolved");
        await Expect(Message(owner)).ToHaveCountAsync(2);
        await owner.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task What_failed_for_one_cause_is_seen_retried_and_resolved_together()
    {
        await using var sink = await SinkAsync();
        sink.Faults.Clear();
        sink.Faults.Add(new() { Status = 422, Times = 3, Body = """{"error":{"message":"Order 4711 is closed."}}""" });
        sink.Faults.Add(new() { Status = 422, Body = Refusal });
        var flow = await FailedFlowAsync(sink);
        sink.Faults.Clear();
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}/errors");
        await owner.SeesAsync(Message(owner).First);
        await owner.Page.GetByText("By cause", new() { Exact = true }).ClickAsync();
        await Expect(Causes(owner)).ToHaveCountAsync(2);
        await Expect(Causes(owner).First).ToContainTextAsync("247");
        await Expect(Causes(owner).First).ToContainTextAsync("Change what its message names");
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("errors-by-cause");
        await owner.PictureAsync("first-flow-causes");

        await owner.ClicksAsync("Show 3 errors: Order 4711 is closed.");
        await Expect(Message(owner)).ToHaveCountAsync(3);
        await owner.SeesAsync("Of one cause: Order 4711 is closed.");
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("errors-of-one-cause");
        await owner.ClicksAsync("Resolve all of this cause");
        await owner.Dialog("Resolve 3 errors?").GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await owner.SeesAsync("3 resolved.");

        await owner.ClicksAsync("Show all causes");
        await Expect(Causes(owner)).ToHaveCountAsync(1);
        await Causes(owner).GetByRole(AriaRole.Button, new() { NameRegex = Words("^Retry all of this cause") }).ClickAsync();
        await owner.Dialog("Retry 247 errors of this cause?").GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await owner.SeesAsync("247 went through.");
        await owner.SeesAsync("No open errors");
    }

    [Fact]
    public async Task An_error_is_assigned_tagged_noted_and_found_by_it()
    {
        await using var sink = await SinkAsync();
        var flow = await FailedFlowAsync(sink);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}/errors");
        await Message(owner).First.ClickAsync();
        await owner.ClicksAsync("Me");
        await owner.TypesAsync("Tags", "urgent");
        await owner.PressesAsync("Enter");
        await owner.TypesAsync("Note", "Ask the shop.");
        await owner.ClicksAsync("Save note");
        await owner.SeesAsync("Saved.");
        await owner.PressesAsync("Escape");
        await owner.ClicksAsync("More filters");
        await owner.TypesAsync("Tag", "urgent");
        await owner.PressesAsync("Enter");

        await Expect(Message(owner)).ToHaveCountAsync(1);
        await Expect(owner.Page).ToHaveURLAsync(Words("tag=urgent"));
        await owner.LookAsync("errors-filtered");
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Errors_can_be_read_by_everybody_and_fit(ColorScheme scheme, int width)
    {
        await using var sink = await SinkAsync();
        var flow = await FailedFlowAsync(sink);
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        foreach (var path in new[] { "/errors", "/errors?by=cause", $"/flows/{flow}/errors", $"/flows/{flow}/runs" })
        {
            await owner.GoesToAsync(path);
            await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await owner.MustBeAccessibleAsync();
            await owner.MustFitAsync();
            await owner.LookAsync($"{path[1..].Replace('/', '-').Replace('?', '-').Replace(flow, "flow", StringComparison.Ordinal)}-{scheme}-{width}");
        }
    }

    private static Regex Words(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static ILocator Causes(Person person) => person.Page
        .GetByRole(AriaRole.List, new() { Name = "Causes" }).GetByRole(AriaRole.Listitem);

    private static ILocator Message(Person person) => person.Page
        .GetByRole(AriaRole.Table, new() { Name = "Errors" }).GetByRole(AriaRole.Button);

    private static async Task<HttpSink> SinkAsync()
    {
        var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        sink.Faults.Add(new() { Status = 422, Body = Refusal });
        return sink;
    }

    /// <summary>A flow whose 250 records were all refused.</summary>
    private async Task<string> FailedFlowAsync(HttpSink sink)
    {
        var gorgias = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var hook = (await Api.PostAsync(
            "/v1/connections?test=false",
            new { name = "Shop", application = "http", settings = new { baseUri = sink.BaseUri } })).GetProperty("id").GetString();
        var tickets = await Api.CreateAsync("exports", new { name = "Tickets", connection = gorgias, operation = "tickets.list" });
        var write = await Api.CreateAsync(
            "imports", new { name = "Orders", connection = hook, request = new { method = "POST", path = "/orders" } });
        var flow = await Api.CreateAsync("flows", new
        {
            name = "Tickets to the shop",
            sources = new[] { new { id = "tickets", export = tickets } },
            steps = new[] { new { id = "write", import = write } },
        });
        var run = (await Api.PostAsync($"/v1/flows/{flow}/runs")).GetProperty("id").GetString();
        await Wait.UntilAsync(
            async () => (await Api.GetAsync($"/v1/runs/{run}")).GetProperty("status").GetString() == "completed", RunBound, Stop);
        return flow;
    }
}
