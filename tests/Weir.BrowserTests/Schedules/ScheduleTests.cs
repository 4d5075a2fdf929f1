using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Schedules;

public sealed class ScheduleTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_flow_gets_a_schedule_that_shows_its_next_times_over_a_change_of_clocks()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/schedule");
        await owner.Field("Runs").SelectOptionAsync("Every day");
        await owner.TypesAsync("At", "06:30");
        await owner.TypesAsync("Time zone", "Europe/Paris");
        await owner.PressesAsync("Escape");
        await Expect(Times(owner, "Next times").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(5);
        await Expect(Times(owner, "Next times").GetByText("06:30").First).ToBeVisibleAsync();
        await Expect(Times(owner, "Times around the change of clocks")).ToContainTextAsync("the clocks have changed");
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("Saved.");
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("schedule");

        var schedule = (await Api.GetAsync($"/v1/flows/{scenery.Flow}")).GetProperty("schedule");
        Assert.Equal("0 30 6 * * ?", schedule.GetProperty("cron").GetString());
        Assert.Equal("Europe/Paris", schedule.GetProperty("timezone").GetString());
        await owner.Page.ReloadAsync();
        await Expect(owner.Field("At")).ToHaveValueAsync("06:30");
        await owner.Field("Runs").SelectOptionAsync("Not by itself");
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("Saved.");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await Api.GetAsync($"/v1/flows/{scenery.Flow}")).GetProperty("schedule").ValueKind);
    }

    [Fact]
    public async Task Who_leaves_a_schedule_that_is_not_saved_is_asked()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/schedule");
        await owner.Field("Runs").SelectOptionAsync("Every day");
        await owner.FollowsAsync("Settings");
        await owner.Dialog("Discard what you have typed?").GetByRole(AriaRole.Button, new() { Name = "Keep editing" }).ClickAsync();
        await owner.SeesInAddressAsync("/schedule");
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("Saved.");
        await owner.FollowsAsync("Settings");
        await owner.SeesInAddressAsync("/settings");
    }

    [Fact]
    public async Task A_wrong_expression_says_what_is_wrong_while_it_is_typed_and_when_it_is_saved()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        owner.Expects(422);
        await owner.GoesToAsync($"/flows/{scenery.Flow}/schedule");
        await owner.Field("Runs").SelectOptionAsync("Cron expression");
        await owner.TypesAsync("Cron expression", "0 0 25 * * ?");
        await owner.SeesAsync("The field hours");
        await owner.ClicksAsync("Save");

        await owner.MustSayAsync("Cron expression", "The field hours");
    }

    [Fact]
    public async Task What_runs_next_is_chosen_by_name_and_a_loop_is_refused()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        await Api.CreateAsync("flows", new { name = "Report", runNext = new[] { scenery.Flow } });
        var owner = await OwnerAsync();
        owner.Expects(422);
        await owner.GoesToAsync($"/flows/{scenery.Flow}/schedule");
        await owner.Field("When it has completed, run").ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Report" }).ClickAsync();
        await owner.PressesAsync("Escape");
        await owner.ClicksAsync("Save what runs next");

        await owner.MustSayAsync("When it has completed, run", "The flow Report starts");
    }

    [Fact]
    public async Task A_mark_is_set_after_a_warning()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync(new() { ViewportSize = new() { Width = 390, Height = 860 }, ColorScheme = ColorScheme.Dark });
        await owner.GoesToAsync($"/flows/{scenery.Flow}/schedule");
        await owner.ClicksAsync("Set the mark of Tickets");
        await owner.SeesAsync("An earlier mark delivers records again.");
        await owner.TypesAsync("Goes on from", "2020-05-01T10:00");
        await owner.ClicksAsync("Set the mark");
        await owner.SeesAsync("1 May 2020");
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
        await owner.LookAsync("schedule-phone");
    }

    private static ILocator Times(Person person, string name) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = name, Exact = true });
}
