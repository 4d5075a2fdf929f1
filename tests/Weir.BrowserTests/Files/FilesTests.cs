using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Files;

/// <summary>The configuration as a file: pulled, compared, applied.</summary>
public sealed class FilesTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task What_was_pulled_is_changed_compared_and_applied(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await owner.GoesToAsync("/files");
        var configuration = await PullAsync(owner);
        Assert.StartsWith("{\n  \"connections\": [", configuration, StringComparison.Ordinal);
        Assert.DoesNotContain(Gorgias.Password, configuration, StringComparison.Ordinal);
        await ChooseAsync(owner, configuration);
        await owner.SeesAsync("The configuration is as the file says: nothing changes.");

        var changed = JsonNode.Parse(configuration)!;
        changed["imports"]![0]!["mapping"]!["subject"] = "$.status";
        changed["integrations"]!.AsArray().Add(JsonNode.Parse("""{"name":"From a file"}"""));
        await ChooseAsync(owner, changed.ToJsonString());
        await Expect(Changes(owner, "Changed")).ToContainTextAsync("Mapping › subject");
        await Expect(Changes(owner, "Created")).ToContainTextAsync("From a file");
        await owner.LookAsync($"files-changes-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await owner.ClicksAsync("Apply 2 changes");
        await owner.SeesAsync("File applied");
        var import = await Api.GetAsync($"/v1/imports/{scenery.Import}");
        Assert.Equal("$.status", import.GetProperty("mapping").GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_file_with_a_mistake_says_where_and_one_that_was_overtaken_is_not_applied()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/files");
        var configuration = await PullAsync(owner);
        owner.Expects(422);
        await ChooseAsync(owner, configuration.Replace("tickets.list", "tickets.lst", StringComparison.Ordinal));
        await Expect(owner.Page.GetByRole(AriaRole.List, new() { Name = "Problems" })).ToContainTextAsync("exports “Tickets”");

        var changed = JsonNode.Parse(configuration)!;
        changed["flows"]![0]!["name"] = "Of the file";
        await ChooseAsync(owner, changed.ToJsonString());
        await owner.SeesAsync("Apply 1 change");
        await Api.PatchAsync($"/v1/integrations/{scenery.Integration}", new { name = "Renamed meanwhile" });
        owner.Expects(412);
        await owner.ClicksAsync("Apply 1 change");
        await owner.SeesAsync(owner.Button("Compare again"));
        await owner.MustBeAccessibleAsync();
        Assert.Equal("Tickets to a file", (await Api.GetAsync($"/v1/flows/{scenery.Flow}")).GetProperty("name").GetString());
    }

    private static ILocator Changes(Person owner, string what) =>
        owner.Page.GetByRole(AriaRole.List, new() { Name = what, Exact = true });

    private static async Task<string> PullAsync(Person owner)
    {
        var download = await owner.Page.RunAndWaitForDownloadAsync(() => owner.ClicksAsync("Download"));
        return await File.ReadAllTextAsync(await download.PathAsync(), Stop);
    }

    private static Task ChooseAsync(Person owner, string configuration) => owner.Page.Locator("input[type=file]").SetInputFilesAsync(
        new FilePayload { Name = "weir-configuration.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(configuration) });
}
