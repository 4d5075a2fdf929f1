using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Pages;

/// <summary>What holds for every page that has an address.</summary>
public sealed class EveryPageTests(Chromium chromium) : BrowserTest(chromium)
{
    private const int PhoneWidth = 390;

    private static readonly (string Path, string Heading)[] Pages =
    [
        ("/dashboard", "Dashboard"),
        ("/integrations", "Integrations"),
        ("/flows", "Flows"),
        ("/connections", "Connections"),
        ("/exports", "Exports"),
        ("/imports", "Imports"),
        ("/alerts", "Alerts"),
        ("/files", "Files"),
        ("/users", "Users"),
        ("/tokens", "Tokens"),
        ("/profile", "Your profile"),
        ("/nowhere", "There is nothing at this address"),
    ];

    private static (string Path, string Heading)[] Of(Scenery scenery) =>
    [
        ($"/integrations/{scenery.Integration}", "Support reporting"),
        ($"/flows/{scenery.Flow}", "Tickets to a file"),
        ($"/exports/{scenery.Export}", "Tickets"),
        ($"/imports/{scenery.Import}", "Tickets as CSV"),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, PhoneWidth)]
    [InlineData(ColorScheme.Dark, PhoneWidth)]
    public async Task A_page_can_be_read_by_everybody_and_fits(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        foreach (var (path, heading) in Pages.Concat(Of(scenery)))
        {
            await owner.GoesToAsync(path);
            await owner.SeesHeadingAsync(heading);
            await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

            await owner.LookAsync($"{heading}-{scheme}-{width}".ToLowerInvariant().Replace(' ', '-'));
            await owner.MustBeAccessibleAsync();
            await owner.MustFitAsync();
        }
    }

    [Fact]
    public async Task A_page_says_what_to_do_where_there_is_nothing_yet()
    {
        var owner = await OwnerAsync();
        foreach (var (path, heading) in Pages)
        {
            await owner.GoesToAsync(path);
            await owner.SeesHeadingAsync(heading);
            await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

            await owner.LookAsync($"{heading}-empty".ToLowerInvariant().Replace(' ', '-'));
            await owner.MustBeAccessibleAsync();
        }
    }
}
