using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Session;

public sealed class SignInTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Whoever_signs_in_comes_to_the_page_that_he_asked_for_and_stays_after_a_reload()
    {
        var owner = await StrangerAsync();
        await owner.GoesToAsync("/connections?q=fuchsia");
        await owner.SeesHeadingAsync("Sign in");
        await owner.MustBeAccessibleAsync();

        await SignInAsync(owner, OwnerPassword);

        await owner.SeesHeadingAsync("Connections");
        await owner.SeesInAddressAsync("/connections?q=fuchsia");
        await owner.Page.ReloadAsync();
        await owner.SeesHeadingAsync("Connections");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_the_right_one_then_signs_in()
    {
        var owner = await StrangerAsync();
        await owner.GoesToAsync("/");

        await SignInAsync(owner, "not the pass phrase");
        owner.Expects(401);
        await owner.SeesAsync(owner.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert));
        await owner.MustBeAccessibleAsync();
        await SignInAsync(owner, OwnerPassword);

        await owner.SeesHeadingAsync("Dashboard");
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_sent()
    {
        var stranger = await StrangerAsync();
        await stranger.GoesToAsync("/");

        await stranger.ClicksAsync("Sign in");

        await stranger.MustSayAsync("Email", "Enter your e-mail address.");
        await stranger.MustSayAsync("Password", "Enter your password.");
        await stranger.MustBeAtAsync("Email");
    }

    [Fact]
    public async Task Whoever_signs_out_sees_nothing_of_his_any_more()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");

        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Account" }).ClickAsync();
        await owner.MenuItem("Sign out").ClickAsync();

        await owner.SeesHeadingAsync("Sign in");
        await owner.Page.GoBackAsync();
        await owner.SeesHeadingAsync("Sign in");
        await owner.GoesToAsync("/connections");
        await owner.SeesHeadingAsync("Sign in");
    }

    [Fact]
    public async Task A_session_that_has_ended_asks_again_and_goes_on_where_it_was()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        await owner.SeesHeadingAsync("Connections");
        await owner.EndSessionElsewhereAsync(OwnerEmail, OwnerPassword);
        owner.Expects(401);

        await owner.FollowsAsync("Exports");
        await owner.SeesAsync(owner.Dialog("Your session has ended"));
        await owner.MustBeAccessibleAsync();
        await owner.TypesAsync("Password", OwnerPassword);
        await owner.ClicksAsync("Sign in");

        await owner.DoesNotSeeAsync(owner.Dialog("Your session has ended"));
        await owner.SeesHeadingAsync("Exports");
        await owner.SeesAsync("No exports yet");
    }

    private static async Task SignInAsync(Person who, string password)
    {
        await who.TypesAsync("Email", OwnerEmail);
        await who.TypesAsync("Password", password);
        await who.ClicksAsync("Sign in");
    }
}
