using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Dashboard;

public sealed class DashboardTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly TimeSpan RunBound = TimeSpan.FromMinutes(10);

    /// <summary>Long enough that nothing of it passes by unseen.</summary>
    private static readonly FaultRule Slow = new() { Match = "GET /api/tickets", LatencyMs = 600_000 };

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task What_runs_what_failed_and_what_came_in_is_seen_at_once(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        await FailAsync(scenery);
        Gorgias.Faults.Add(Slow);
        await Api.PostAsync($"/v1/flows/{scenery.Flow}/runs");
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 1100 } });
        await owner.GoesToAsync("/dashboard");

        await Expect(Part(owner, "Running now").GetByRole(AriaRole.Link, new() { Name = "Tickets to a file" })).ToBeVisibleAsync();
        await Expect(Part(owner, "Busiest connections")).ToContainTextAsync("1 of ");
        await Expect(Part(owner, "Open errors").GetByRole(AriaRole.Link, new() { Name = "250 open errors" })).ToBeVisibleAsync();
        await Expect(Part(owner, "Records per hour")).ToContainTextAsync("500 records came in, 250 failed.");
        await owner.LookAsync($"dashboard-busy-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await Part(owner, "Open errors").GetByRole(AriaRole.Link, new() { Name = "250 open errors" }).ClickAsync();
        await owner.SeesInAddressAsync("/errors");
        await Expect(owner.Page.GetByRole(AriaRole.Navigation, new() { Name = "Flow" }).GetByRole(AriaRole.Link, new() { Name = "Errors" }))
            .ToContainTextAsync("250");
    }

    [Fact]
    public async Task It_is_seen_for_one_integration_and_for_a_week_and_the_address_says_so()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        await FailAsync(scenery);
        var other = await Api.CreateAsync("integrations", new { name = "Nothing yet" });
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/integrations/{scenery.Integration}");
        await owner.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Dashboard" }).ClickAsync();
        await Expect(Part(owner, "Records per hour")).ToContainTextAsync("250 records came in, 0 failed.");
        await owner.Page.GetByText("7 days", new() { Exact = true }).ClickAsync();
        await owner.SeesInAddressAsync($"/dashboard?integration={scenery.Integration}&days=7");
        await owner.LookAsync("dashboard-integration");

        await owner.GoesToAsync($"/dashboard?integration={other}");
        await Expect(Part(owner, "Records per hour")).ToContainTextAsync("0 records came in, 0 failed.");
        await owner.DoesNotSeeAsync(Part(owner, "Latest runs"));
        await owner.MustBeAccessibleAsync();
    }

    private static ILocator Part(Person owner, string name) => owner.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    /// <summary>A flow of no integration whose records all fail, after one of an integration that read as many.</summary>
    private async Task FailAsync(Scenery scenery)
    {
        var strict = await Api.CreateAsync("exports", new
        {
            name = "Tickets with what none has",
            connection = scenery.Gorgias,
            operation = "tickets.list",
        });
        var import = await Api.CreateAsync("imports", new
        {
            name = "Tags that cannot be",
            connection = scenery.Gorgias,
            operation = "tags.create",
            mapping = new { name = "$.nothing_of_the_kind" },
        });
        var flow = await Api.CreateAsync("flows", new
        {
            name = "Tags of tickets",
            sources = new[] { new { id = "tickets", export = strict } },
            steps = new[] { new { id = "tags", import } },
        });
        var run = (await Api.PostAsync($"/v1/flows/{flow}/runs")).GetProperty("id").GetString();
        await Wait.UntilAsync(
            async () => (await Api.GetAsync($"/v1/runs/{run}")).GetProperty("status").GetString() == "completed", RunBound, Stop);
    }
}
