using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Connections;

/// <summary>What a connection's own page tells behind its tabs.</summary>
public sealed class ConnectionTabsTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Each_can_be_read_by_everybody_and_fits(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        await Api.PostAsync($"/v1/connections/{scenery.Gorgias}/test");
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        foreach (var tab in (string[])["Traffic", "Integrations", "History", "Audit", "Debug"])
        {
            await owner.GoesToAsync($"/connections/{scenery.Gorgias}/{tab.ToLowerInvariant()}");
            await owner.SeesHeadingAsync("Gorgias fuchsia");
            await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).First);
            await owner.LookAsync($"connection-{tab}-{scheme}-{width}".ToLowerInvariant());
            await owner.MustBeAccessibleAsync();
            await owner.MustFitAsync();
        }
    }

    [Fact]
    public async Task A_former_version_comes_back()
    {
        var id = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/connections/{id}");
        await owner.ClicksAsync("Edit");
        await owner.TypesAsync("Name", "Gorgias renamed");
        await owner.ClicksAsync("Save");
        await owner.SeesHeadingAsync("Gorgias renamed");

        await owner.FollowsAsync("History");
        await owner.ClicksAsync("Revert to version 1");
        await owner.MustBeAccessibleAsync();
        await owner.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revert", Exact = true }).ClickAsync();

        await owner.SeesHeadingAsync("Gorgias fuchsia");
        Assert.Equal("Gorgias fuchsia", (await Api.GetAsync($"/v1/connections/{id}")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_lender_is_chosen_and_gives_its_slots()
    {
        await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var borrower = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias second", Gorgias));
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/connections/{borrower}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Advanced");
        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Borrow concurrency from" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Gorgias fuchsia" }).ClickAsync();
        await Expect(owner.Field("Concurrency level")).Not.ToBeEditableAsync();
        await Expect(owner.Field("Concurrency level")).ToHaveAccessibleDescriptionAsync("Kept, and unused while it borrows from Gorgias fuchsia.");
        await owner.LookAsync("connection-borrows");
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Save");
        await owner.DoesNotSeeAsync(owner.Dialog("Edit connection"));

        await owner.SeesAsync("Gorgias fuchsia");
        Assert.NotNull((await Api.GetAsync($"/v1/connections/{borrower}")).GetProperty("borrowConcurrencyFrom").GetString());
    }

    [Fact]
    public async Task The_form_of_HTTP_asks_only_for_what_its_sign_in_needs()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        await owner.ClicksAsync("+ Create connection");
        await owner.ClicksAsync("HTTP");
        await owner.TypesAsync("Name", "Orders");
        await owner.ClicksAsync("Next");
        await owner.TypesAsync("Base address", "https://orders.example");
        await owner.DoesNotSeeAsync(owner.Field("Token"));

        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Sign-in" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Bearer token" }).ClickAsync();
        await owner.SeesAsync(owner.Field("Token"));
        await owner.DoesNotSeeAsync(owner.Field("Password"));
        await owner.LookAsync("connection-http-bearer");
        owner.Expects(422);
        await owner.ClicksAsync("Save");
        await owner.MustSayAsync("Token", "Token is needed");
    }
}
