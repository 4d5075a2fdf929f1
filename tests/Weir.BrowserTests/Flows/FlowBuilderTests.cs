using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Flows;

/// <summary>The canvas and the list of a flow: what they show, and what is done with mouse and keyboard.</summary>
public sealed class FlowBuilderTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 1000)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_flow_with_branches_can_be_read(ColorScheme scheme, int width)
    {
        var flow = await BranchedAsync();
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        await owner.GoesToAsync($"/flows/{flow}");
        await owner.SeesAsync(Card(owner, "Source Tickets"));
        await owner.SeesAsync(Card(owner, "Branch By status"));
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Button, new() { Name = "Case open: status is open" }));
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await owner.LookAsync($"builder-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
    }

    private static ILocator Card(Person person, string name) =>
        person.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Tickets, their customer, a branch by status with files at its ends; run once.</summary>
    private async Task<string> BranchedAsync()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var flow = await Api.GetAsync($"/v1/flows/{scenery.Flow}");
        var csv = flow.GetProperty("steps")[0].GetProperty("import").GetString();
        var tickets = flow.GetProperty("sources")[0].GetProperty("export").GetString();
        var customer = await Api.CreateAsync("exports", new
        {
            name = "Customer of the ticket",
            connection = scenery.Gorgias,
            operation = "customers.get",
            parameters = new { id = "{{customer.id}}" },
        });
        return await Api.CreateAsync("flows", new
        {
            name = "Tickets by status",
            integration = scenery.Integration,
            sources = new[] { new { id = "tickets", export = tickets } },
            steps = new object[]
            {
                new { id = "customer", lookup = customer, into = "customer_details" },
                new
                {
                    id = "route",
                    name = "By status",
                    branch = new
                    {
                        mode = "first",
                        cases = new object[]
                        {
                            new { name = "open", when = Is("open"), steps = new object[] { new { id = "open", import = csv, name = "Open tickets" } } },
                            new { name = "rest", steps = new object[] { new { id = "rest", import = csv, name = "Other tickets", enabled = false } } },
                        },
                    },
                },
            },
        });
    }

    private static Dictionary<string, object> Is(string status) =>
        new() { ["=="] = new object[] { new Dictionary<string, string> { ["var"] = "status" }, status } };
}
