using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using Weir.Sandbox;

namespace Weir.BrowserTests.Flows;

/// <summary>A step is tried with one record, before anything is saved or run.</summary>
public sealed class StepTestTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_step_shows_what_it_would_send_and_sends_it_once_when_it_is_asked_to(ColorScheme scheme, int width)
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        await owner.GoesToAsync($"/flows/{await FlowAsync(sink)}");
        await owner.ClicksAsync("Destination Orders");
        var pane = owner.Dialog("Destination settings");
        await owner.SeesAsync(pane.GetByText("When a request gets no answer, it is sent again"));
        await owner.ClicksAsync("Test with one record");
        await owner.ClicksAsync("Read a record and test");

        await owner.SeesAsync("This record can be sent");
        var result = pane.GetByRole(AriaRole.Region, new() { Name = "Result of the test" });
        await owner.SeesAsync(result.GetByText("POST http://127.0.0.1"));
        // The customer's name is what the lookup before it has found.
        await owner.SeesAsync(result.GetByText("\"buyer\""));
        Assert.Equal(0, sink.Delivered);
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Record as it comes to this step" }));
        await result.ScrollIntoViewIfNeededAsync();
        await owner.LookAsync($"step-test-{scheme}-{width}".ToLowerInvariant());
        if (scheme == ColorScheme.Light)
        {
            await owner.PictureAsync("first-flow-step-test");
        }

        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await owner.ClicksAsync("Send it once…");
        var question = owner.Dialog("Send this record for real?");
        await owner.SeesAsync(question.GetByText("may send the same record again"));
        await owner.LookAsync($"step-test-question-{scheme}-{width}".ToLowerInvariant());
        await question.GetByRole(AriaRole.Button, new() { Name = "Send it once" }).ClickAsync();

        await owner.SeesAsync("It was sent");
        Assert.Equal(1, sink.Delivered);
        await owner.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task A_branch_says_which_way_a_record_takes_before_it_is_saved()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{await FlowAsync(sink)}");
        await owner.ClicksAsync("Add a step before Orders");
        await owner.MenuItem("Branch").ClickAsync();
        await owner.SeesAsync(owner.Dialog("Branch settings"));
        await owner.ClicksAsync("Test with one record");
        await owner.ClicksAsync("Read a record and test");

        await owner.SeesAsync("It goes to: Case 1");
    }

    /// <summary>Tickets, their customer, and orders of both.</summary>
    private async Task<string> FlowAsync(HttpSink sink)
    {
        var gorgias = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var hook = (await Api.PostAsync(
            "/v1/connections?test=false",
            new { name = "Shop", application = "http", settings = new { baseUri = sink.BaseUri } })).GetProperty("id").GetString();
        var tickets = await Api.CreateAsync("exports", new { name = "Tickets", connection = gorgias, operation = "tickets.list" });
        var customer = await Api.CreateAsync("exports", new
        {
            name = "Customer",
            connection = gorgias,
            operation = "customers.get",
            parameters = new { id = "{{customer.id}}" },
        });
        var orders = await Api.CreateAsync("imports", new
        {
            name = "Orders",
            connection = hook,
            request = new { method = "POST", path = "/orders" },
            mapping = new { id = "$.id", buyer = "$.customer_details.name" },
        });
        return await Api.CreateAsync("flows", new
        {
            name = "Orders of tickets",
            sources = new[] { new { id = "tickets", export = tickets } },
            steps = new object[]
            {
                new { id = "customer", lookup = customer, into = "customer_details" },
                new { id = "write", import = orders },
            },
        });
    }
}
