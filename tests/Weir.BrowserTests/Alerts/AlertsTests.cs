using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Alerts;

public sealed class AlertsTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task An_alert_is_made_tested_changed_and_deleted()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        await Api.CreateAsync("imports", new
        {
            name = "Alerts as tickets",
            connection = scenery.Gorgias,
            operation = "tickets.create",
        });
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/alerts");
        await owner.SeesAsync("No alerts yet");
        await owner.ClicksAsync("+ Create alert");
        await owner.ClicksAsync("Save");
        await owner.MustSayAsync("Name", "Give the alert a name.");
        await owner.MustSayAsync("Sent by", "Choose the import that sends it.");
        await owner.TypesAsync("Name", "Operators");
        await owner.Field("Sent by").SelectOptionAsync("Alerts as tickets");
        await owner.Field("A flow has open errors").UncheckAsync();
        await owner.LookAsync("alert-create");
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("A flow fails, a connection goes offline");
        await owner.SeesAsync("All quiet");
        await owner.LookAsync("alerts-list");
        await owner.MustBeAccessibleAsync();

        await owner.ClicksAsync("Actions for Operators");
        await owner.MenuItem("Edit").ClickAsync();
        await owner.Field("Enabled").UncheckAsync(new() { Force = true });
        await owner.ClicksAsync("Save");
        await owner.SeesAsync(owner.Page.GetByText("Off", new() { Exact = true }));

        await owner.ClicksAsync("Actions for Operators");
        await owner.MenuItem("Delete").ClickAsync();
        await owner.ClicksAsync("Delete");
        await owner.SeesAsync("No alerts yet");
    }
}
