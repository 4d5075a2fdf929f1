using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Integrations;

public sealed class IntegrationTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task One_is_created_and_connections_are_registered_with_it_and_deregistered()
    {
        await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/integrations");
        await owner.ClicksAsync("+ Create integration");
        await owner.ClicksAsync("Save");
        await owner.MustSayAsync("Name", "Give the integration a name.");
        await owner.TypesAsync("Name", "Weekly report");
        await owner.ClicksAsync("Save");
        await owner.SeesHeadingAsync("Weekly report");

        await owner.ClicksAsync("Register");
        await owner.SeesAsync(owner.Link("Gorgias fuchsia"));
        await owner.ClicksAsync("Deregister Gorgias fuchsia");

        await owner.SeesAsync("No connection is registered with this integration yet.");
    }

    [Fact]
    public async Task A_connection_that_a_flow_uses_stays_registered_and_the_flow_is_named()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/integrations/{scenery.Integration}");
        owner.Expects(409);

        await owner.ClicksAsync("Deregister Gorgias fuchsia");

        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Alert).GetByText("Tickets to a file"));
        await owner.SeesAsync(owner.Link("Gorgias fuchsia"));
        await owner.MustBeAccessibleAsync();
    }
}
