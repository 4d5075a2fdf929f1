using Microsoft.Playwright;
using Weir.BrowserTests.Flows;
using Weir.BrowserTests.Harness;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using static Microsoft.Playwright.Assertions;

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

    [Fact]
    public async Task An_alert_of_a_chosen_flow_tells_when_it_is_over()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        await Api.CreateAsync("imports", new { name = "Alerts as tickets", connection = scenery.Gorgias, operation = "tickets.create" });
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/alerts");
        await owner.ClicksAsync("+ Create alert");
        await owner.TypesAsync("Name", "One flow");
        await owner.Field("Sent by").SelectOptionAsync("Alerts as tickets");
        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Of", Exact = true }).SelectOptionAsync("Chosen flows");
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("Choose at least one flow.");
        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Chosen flows" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Tickets to a file" }).ClickAsync();
        await owner.PressesAsync("Tab");
        await owner.Page.GetByRole(AriaRole.Switch, new() { Name = "Tell when it is over" }).CheckAsync(new() { Force = true });
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("alert-of-flow");
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("All quiet");
        await owner.SeesAsync("Tickets to a file");

        var alert = (await Api.GetAsync("/v1/alerts")).GetProperty("data")[0];
        Assert.Equal(scenery.Flow, alert.GetProperty("flows")[0].GetString());
        Assert.True(alert.GetProperty("recovered").GetBoolean());
    }

    [Fact]
    public async Task What_sends_it_can_be_made_on_the_way_and_what_was_typed_stays()
    {
        await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/alerts");
        await owner.ClicksAsync("+ Create alert");
        await owner.TypesAsync("Name", "Operators");
        await owner.ClicksAsync("+ Create import");
        await owner.Dialog("Application list").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await owner.SeesAsync(owner.Dialog("Create alert"));
        await Expect(owner.Field("Name")).ToHaveValueAsync("Operators");

        await owner.ClicksAsync("+ Create import");
        await owner.Dialog("Application list").GetByRole(AriaRole.Button, new() { Name = "Gorgias" }).ClickAsync();
        await owner.Dialog("Choose a connection").GetByRole(AriaRole.Button, new() { Name = "Gorgias" }).ClickAsync();
        await FirstFlowTests.ChooseOperationAsync(owner, "Create import", "Create a ticket");
        await owner.TypesAsync("Name", "Alerts as tickets");
        await owner.Dialog("Create import").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await owner.SeesAsync(owner.Dialog("Create alert"));
        await Expect(owner.Field("Name")).ToHaveValueAsync("Operators");
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("All quiet");
        await owner.SeesAsync("Alerts as tickets");
    }

    [Fact]
    public async Task A_test_is_sent_and_what_came_of_it_is_said()
    {
        await using var chat = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        var hook = (await Api.PostAsync(
            "/v1/connections?test=false",
            new { name = "Chat", application = "http", settings = new { baseUri = chat.BaseUri } })).GetProperty("id").GetString();
        var message = await Api.CreateAsync("imports", new
        {
            name = "Chat message",
            connection = hook,
            request = new { method = "POST", path = "/messages" },
            mapping = new { text = "{{message}}" },
        });
        await Api.CreateAsync("alerts", new { name = "Operators", import = message });
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/alerts");
        await owner.ClicksAsync("Actions for Operators");
        await owner.MenuItem("Send a test").ClickAsync();
        await Wait.UntilAsync(() => chat.Delivered == 1, TimeSpan.FromSeconds(60), Stop);

        chat.Faults.Add(new() { Status = 422, Body = """{"error":{"message":"no such channel"}}""" });
        await owner.ClicksAsync("Actions for Operators");
        await owner.MenuItem("Send a test").ClickAsync();
        await owner.SeesAsync("The test of Operators was not sent: no such channel");
        await owner.MustBeAccessibleAsync();
        await owner.LookAsync("alert-test-refused");
    }
}
