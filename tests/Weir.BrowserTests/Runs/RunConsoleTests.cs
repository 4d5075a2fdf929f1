using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using Weir.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Runs;

public sealed class RunConsoleTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>Long enough that nothing of it passes by unseen; a run that is cancelled does not wait for it.</summary>
    private static readonly FaultRule Slow = new() { Match = "GET /api/tickets", LatencyMs = 1_500 };

    [Fact]
    public async Task A_run_is_begun_and_watched_to_its_end()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.LookAsync("flow-runs");
        await owner.ClicksAsync("Run");

        await owner.SeesHeadingAsync("Run of Tickets to a file");
        var menu = owner.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await Expect(menu.GetByRole(AriaRole.Link, new() { Name = "Flows" })).ToHaveAttributeAsync("aria-current", "true");
        await Expect(State(owner)).ToContainTextAsync("completed");
        await Expect(Row(owner, "Steps", "^Tickets\\d")).ToContainTextAsync("250");
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("run-completed");

        await owner.FollowsAsync("← Tickets to a file");
        await Expect(owner.Page.GetByRole(AriaRole.Table, new() { Name = "Runs" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.List, new() { NameRegex = Words("The last 2 runs") }));
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("flow-runs-two");
    }

    [Fact]
    public async Task A_second_run_waits_for_the_first_one_when_the_person_says_so()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        Gorgias.Faults.Add(Slow);
        var owner = await OwnerAsync();
        owner.Expects(409);
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.ClicksAsync("Run");
        await Expect(State(owner)).ToContainTextAsync("running");
        await owner.LookAsync("run-running");
        await owner.FollowsAsync("← Tickets to a file");
        await owner.ClicksAsync("Run");

        await owner.Dialog("A run of this flow is active").GetByRole(AriaRole.Button, new() { Name = "Let it wait" }).ClickAsync();

        await Expect(State(owner)).ToContainTextAsync("queued");
    }

    [Fact]
    public async Task A_run_is_cancelled_after_a_question_by_keys_alone()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        Gorgias.Faults.Add(Slow);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.Button("Run").PressAsync("Enter");
        await Expect(State(owner)).ToContainTextAsync("running");
        await owner.Button("Cancel run").PressAsync("Enter");
        await owner.SeesAsync(owner.Dialog("Cancel this run?"));
        await owner.PressesAsync("Escape");
        await owner.DoesNotSeeAsync(owner.Dialog("Cancel this run?"));
        await Expect(owner.Button("Cancel run")).ToBeFocusedAsync();
        await owner.PressesAsync("Enter");
        await Expect(owner.Button("Let it go on")).ToBeFocusedAsync();
        await owner.PressesAsync("Tab", "Enter");

        await Expect(State(owner)).ToContainTextAsync("cancelled");
    }

    [Fact]
    public async Task A_run_since_a_date_refuses_the_future_and_begins_from_the_past()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.ClicksAsync("More ways to run");
        await owner.MenuItem("Run since a date…").ClickAsync();
        var dialog = owner.Dialog("Run since a date");
        await owner.TypesAsync("Since", "2999-01-01T10:00");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await owner.MustSayAsync("Since", "Nothing can be read from the future on.");
        await owner.MustBeAccessibleAsync();
        await owner.TypesAsync("Since", "2020-01-01T10:00");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        await Expect(State(owner)).ToContainTextAsync("completed");
    }

    [Fact]
    public async Task A_run_that_is_told_to_wait_says_for_what_and_how_long()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        Gorgias.Faults.Add(new() { Match = "GET /api/tickets", Status = 429, RetryAfter = 120, Times = 1 });
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.ClicksAsync("Run");

        await Expect(owner.Page.GetByRole(AriaRole.List, new() { Name = "Connections" }))
            .ToContainTextAsync(Words(@"waiting for the rate limit of Gorgias fuchsia, \d+ s"));
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("run-waiting");
    }

    [Fact]
    public async Task A_run_that_waits_for_another_one_leads_to_it()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        Gorgias.Faults.Add(new() { Match = "GET /api/tickets", Status = 429, RetryAfter = 300, Times = 1 });
        var owner = await OwnerAsync();
        owner.Expects(409);
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.ClicksAsync("Run");
        await Expect(owner.Page).ToHaveURLAsync(Words("/runs/run_"));
        await Expect(State(owner)).ToContainTextAsync("running");
        var first = new Uri(owner.Page.Url).AbsolutePath;
        await owner.GoesToAsync($"/flows/{scenery.Flow}/runs");
        await owner.ClicksAsync("Run");
        await owner.ClicksAsync("Let it wait");

        var waiting = owner.Page.GetByRole(AriaRole.List, new() { Name = "Waiting" });
        await Expect(waiting).ToContainTextAsync("waiting for another run of this flow");
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("run-behind");
        await waiting.GetByRole(AriaRole.Link, new() { Name = "another run of this flow" }).ClickAsync();

        await Expect(owner.Page).ToHaveURLAsync(Words($"{first}$"));
    }

    [Fact]
    public async Task A_record_is_found_in_the_log_by_its_trace_key()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var run = (await Api.GetAsync($"/v1/flows/{scenery.Flow}/runs")).GetProperty("data")[0].GetProperty("id").GetString();
        var log = (await Api.GetAsync($"/v1/runs/{run}/log?step=write")).GetProperty("data");
        var key = log.EnumerateArray().First(entry => entry.GetProperty("traceKey").GetString() is not null).GetProperty("traceKey").GetString()!;
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/runs/{run}");
        await owner.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by trace key" }).FillAsync(key);

        await Expect(owner.Page).ToHaveURLAsync(Words($"traceKey=.*{key}"));
        await Expect(owner.Page.GetByRole(AriaRole.Table, new() { Name = "Log" }).GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync(key);
        await owner.Page.ReloadAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by trace key" })).ToHaveValueAsync(key);
        await owner.LookAsync("run-log");
    }

    private static ILocator State(Person person) =>
        person.Page.Locator("dl").GetByRole(AriaRole.Status);

    private static ILocator Row(Person person, string table, string name) => person.Page
        .GetByRole(AriaRole.Table, new() { Name = table, Exact = true })
        .GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = Words(name.Replace(" ", ".*", StringComparison.Ordinal)) });

    private static Regex Words(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
