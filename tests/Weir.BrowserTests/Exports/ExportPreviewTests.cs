using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Exports;

/// <summary>Real records of an export before it is saved, and what was sent for them.</summary>
public sealed class ExportPreviewTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Records_are_seen_before_anything_is_saved(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        await owner.GoesToAsync($"/exports/{scenery.Export}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Preview");

        var preview = owner.Dialog("Preview");
        await owner.SeesAsync(preview.GetByText("10 records, as a flow would get them now"));
        await owner.SeesAsync(preview.GetByRole(AriaRole.Columnheader, new() { Name = "subject" }));
        await owner.LookAsync($"export-preview-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await preview.GetByRole(AriaRole.Tab, new() { Name = "Exchanges (1)" }).ClickAsync();
        await preview.Locator("summary").First.ClickAsync();
        await preview.GetByText("Headers").First.ClickAsync();
        Assert.DoesNotContain(Gorgias.Password, await preview.InnerTextAsync(), StringComparison.Ordinal);
        await owner.LookAsync($"export-exchanges-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();

        await owner.PressesAsync("Escape");
        await owner.DoesNotSeeAsync(preview);
        await owner.SeesAsync(owner.Dialog("Edit export"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_before_anything_is_sent()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/exports/{scenery.Export}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Advanced");
        await owner.TypesAsync("Page size", "100000");
        owner.Expects(422);
        await owner.ClicksAsync("Preview");

        await owner.MustSayAsync("Page size", "1000");
    }

    [Fact]
    public async Task A_lookup_is_tried_with_a_record_of_another_export()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var lookup = await Api.CreateAsync("exports", new
        {
            name = "Customer of the ticket",
            connection = scenery.Gorgias,
            operation = "customers.get",
            parameters = new { id = "{{customer.id}}" },
        });
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/exports/{lookup}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Preview");
        await owner.SeesAsync("Give a record for which it is looked up");

        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Read one with" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Tickets", Exact = true }).ClickAsync();
        await owner.DoesNotSeeAsync(owner.Page.GetByText("Reading a record…"));
        await owner.ClicksAsync("Preview");

        await owner.SeesAsync(owner.Dialog("Preview").GetByText("What is found for the sample record"));
        await owner.SeesAsync(owner.Dialog("Preview").GetByRole(AriaRole.Columnheader, new() { Name = "email", Exact = true }));
    }
}
