using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Pages;

/// <summary>What holds for every page that has an address.</summary>
public sealed class EveryPageTests(Chromium chromium) : BrowserTest(chromium)
{
    private const int PhoneWidth = 390;

    public static TheoryData<string, string> Pages => new()
    {
        { "/dashboard", "Dashboard" },
        { "/integrations", "Integrations" },
        { "/integrations/{integration}", "Support reporting" },
        { "/flows", "Flows" },
        { "/connections", "Connections" },
        { "/exports", "Exports" },
        { "/imports", "Imports" },
        { "/users", "Users" },
        { "/tokens", "Tokens" },
        { "/profile", "Your profile" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_can_be_read_by_everybody_in_light_and_dark_on_a_desk_and_on_a_phone(string path, string heading)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var address = path.Replace("{integration}", scenery.Integration, StringComparison.Ordinal);
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Dark, PhoneWidth), (ColorScheme.Light, PhoneWidth) })
        {
            var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
            await owner.GoesToAsync(address);
            await owner.SeesHeadingAsync(heading);
            await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

            await owner.PictureAsync($"{path.Trim('/').Replace("/{integration}", "-one", StringComparison.Ordinal)}-{scheme}-{width}".ToLowerInvariant());
            await owner.MustBeAccessibleAsync();
            await owner.MustFitAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_says_what_to_do_where_there_is_nothing_yet(string path, string heading)
    {
        Assert.SkipWhen(path.Contains('{', StringComparison.Ordinal), $"{heading} is a page of something.");
        var owner = await OwnerAsync();
        await owner.GoesToAsync(path);
        await owner.SeesHeadingAsync(heading);

        await owner.MustBeAccessibleAsync();
        await owner.PictureAsync($"{path.Trim('/')}-empty");
    }
}
