using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Flows;

public sealed class FlowPageTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_flow_is_created_where_flows_are_listed_and_opens()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/flows");

        await owner.Button("+ Create flow").First.ClickAsync();
        await owner.ClicksAsync("Save");
        await owner.MustSayAsync("Name", "Give the flow a name.");
        await owner.TypesAsync("Name", "Weekly tickets");
        await owner.ClicksAsync("Save");

        await owner.SeesHeadingAsync("Weekly tickets");
        await owner.SeesAsync(owner.Link("Builder"));
    }

    [Fact]
    public async Task A_flow_that_an_integration_begins_belongs_to_it()
    {
        var integration = await Api.CreateAsync("integrations", new { name = "Weekly report" });
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/integrations/{integration}");

        await owner.ClicksAsync("+ Create flow");
        await owner.TypesAsync("Name", "Weekly tickets");
        await owner.ClicksAsync("Save");
        await owner.SeesHeadingAsync("Weekly tickets");
        await owner.FollowsAsync("← Weekly report");

        await owner.FollowsAsync("Weekly tickets");
        await owner.SeesHeadingAsync("Weekly tickets");
    }

    [Fact]
    public async Task A_flow_is_cloned_with_its_sources_and_steps()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/settings");
        await owner.ClicksAsync("Clone");
        var pane = owner.Dialog("Clone Tickets to a file");
        await pane.GetByLabel("Name").FillAsync("Tickets to another file");
        await pane.GetByRole(AriaRole.Button, new() { Name = "Clone" }).ClickAsync();

        await owner.SeesHeadingAsync("Tickets to another file");
        await owner.SeesAsync(owner.Button("Source Tickets"));
        await owner.SeesAsync(owner.Button("Destination Tickets as CSV"));
    }

    [Fact]
    public async Task A_flow_is_renamed_switched_off_and_deleted_in_its_settings()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{scenery.Flow}/settings");
        await owner.TypesAsync("Name", "Tickets, weekly");
        await owner.Page.GetByRole(AriaRole.Switch, new() { Name = "Enabled" }).PressAsync("Space");
        await owner.ClicksAsync("Save");
        await owner.SeesHeadingAsync("Tickets, weekly");
        await owner.SeesAsync("Disabled");
        await owner.MustBeAccessibleAsync();

        await owner.ClicksAsync("Delete");
        await owner.Dialog("Delete Tickets, weekly?").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();

        await owner.SeesHeadingAsync("No flows yet");
    }
}
