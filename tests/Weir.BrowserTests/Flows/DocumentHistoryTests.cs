using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Flows;

/// <summary>The history of flows, exports and imports is one part of the pages; what differs is what stands in them.</summary>
public sealed class DocumentHistoryTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData("flows")]
    [InlineData("exports")]
    [InlineData("imports")]
    public async Task A_former_version_is_compared_and_comes_back_as_a_new_one(string kind)
    {
        var (path, name) = await ChangedAsync(kind);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"{path}/history");
        await owner.SeesHeadingAsync("Renamed");
        await owner.ClicksAsync("Compare version 1");
        await owner.SeesAsync(owner.Dialog("Compare version 1").GetByText(name));
        await owner.ClicksAsync("Revert to version 1…");

        var question = owner.Dialog("Revert to version 1?");
        await owner.SeesAsync(question.GetByText("Renamed"));
        await owner.SeesAsync(question.GetByText(name));
        await owner.MustBeAccessibleAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Revert", Exact = true }).ClickAsync();

        await owner.SeesHeadingAsync(name);
        await owner.SeesAsync("Version 3");
        var stored = await Api.GetAsync($"/v1{path}");
        Assert.Equal((name, 3), (stored.GetProperty("name").GetString(), stored.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_change_made_meanwhile_is_told_and_not_lost()
    {
        var (path, name) = await ChangedAsync("flows");
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"{path}/history");
        await owner.ClicksAsync("Revert to version 1");
        var question = owner.Dialog("Revert to version 1?");
        await owner.SeesAsync(question.GetByText(name));
        await Api.PatchAsync($"/v1{path}", new { name = "Renamed again" });
        await question.GetByRole(AriaRole.Button, new() { Name = "Revert", Exact = true }).ClickAsync();

        await owner.SeesAsync(question.GetByRole(AriaRole.Alert));
        Assert.Equal("Renamed again", (await Api.GetAsync($"/v1{path}")).GetProperty("name").GetString());
        owner.Expects(412);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task It_fits_and_can_be_read_by_everybody(ColorScheme scheme, int width)
    {
        var (path, _) = await ChangedAsync("flows");
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        await owner.GoesToAsync($"{path}/history");
        await owner.SeesAsync("Version 2");
        await owner.LookAsync($"flow-history-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await owner.ClicksAsync("Revert to version 1");
        await owner.SeesAsync(owner.Dialog("Revert to version 1?").GetByText("Renamed"));
        await owner.LookAsync($"flow-revert-{scheme}-{width}".ToLowerInvariant());
    }

    /// <summary>Something with two versions, the second one called "Renamed": its address and the name of the first one.</summary>
    private async Task<(string Path, string Name)> ChangedAsync(string kind)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var id = kind switch { "flows" => scenery.Flow, "exports" => scenery.Export, _ => scenery.Import };
        var path = $"/{kind}/{id}";
        var name = (await Api.GetAsync($"/v1{path}")).GetProperty("name").GetString()!;
        await Api.PatchAsync($"/v1{path}", new { name = "Renamed" });
        return (path, name);
    }
}
