using System.Net.Http.Headers;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Account;

public sealed class UsersAndTokensTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Password = "another long pass phrase";

    [Fact]
    public async Task A_new_user_signs_in_and_sees_only_what_the_role_may_do()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/users");
        await owner.ClicksAsync("+ Create user");
        await owner.ClicksAsync("Save");
        await owner.MustSayAsync("Email", "Enter an e-mail address.");
        await owner.TypesAsync("Email", "mona@weir.example");
        await owner.TypesAsync("Name", "Mona Monitor");
        await owner.TypesAsync("Password", Password);
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("mona@weir.example");

        var monitor = await StrangerAsync();
        await monitor.SignInSilentlyAsync("mona@weir.example", Password);
        await monitor.GoesToAsync("/connections");
        await monitor.SeesHeadingAsync("Connections");
        await monitor.DoesNotSeeAsync(monitor.Button("+ Create connection"));
        await monitor.GoesToAsync("/integrations");
        await monitor.SeesHeadingAsync("Integrations");
        await monitor.DoesNotSeeAsync(monitor.Button("+ Create integration"));
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_is_revoked()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/tokens");
        await owner.ClicksAsync("+ Create token");
        await owner.TypesAsync("Name", "Nightly job");
        await owner.ClicksAsync("Create");
        var token = await owner.Field("Token").InputValueAsync();
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Done");

        Assert.Equal(200, await StatusOfAsync(token));
        await owner.Page.ReloadAsync();
        await owner.SeesAsync("Nightly job");
        Assert.DoesNotContain(token, await owner.Page.ContentAsync(), StringComparison.Ordinal);

        await owner.ClicksAsync("Actions for Nightly job");
        await owner.MenuItem("Revoke").ClickAsync();
        await owner.ClicksAsync("Revoke");
        await owner.SeesAsync("No tokens yet");
        Assert.Equal(401, await StatusOfAsync(token));
    }

    [Fact]
    public async Task Whoever_changes_his_password_is_signed_out_elsewhere_and_stays_here()
    {
        var elsewhere = await OwnerAsync();
        await elsewhere.GoesToAsync("/connections");
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/profile");
        await Expect(owner.Page.GetByRole(AriaRole.Table, new() { Name = "Sessions" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);

        owner.Expects(422);
        await owner.TypesAsync("Current password", "not the one");
        await owner.TypesAsync("New password", Password);
        await owner.ClicksAsync("Change password");
        await owner.MustSayAsync("Current password", "not the current password");
        await owner.TypesAsync("Current password", OwnerPassword);
        await owner.ClicksAsync("Change password");

        await owner.SeesAsync("Changed.");
        await Expect(owner.Page.GetByRole(AriaRole.Table, new() { Name = "Sessions" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        elsewhere.Expects(401);
        await elsewhere.GoesToAsync("/connections");
        await elsewhere.SeesHeadingAsync("Sign in");
    }

    [Fact]
    public async Task The_only_owner_is_not_offered_to_delete_himself()
    {
        await Api.CreateAsync("users", new { email = "mona@weir.example", role = "monitor", name = "Mona Monitor" });
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/users?q=owner");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for" }).ClickAsync();
        await owner.SeesAsync(owner.MenuItem("Edit"));
        await owner.DoesNotSeeAsync(owner.MenuItem("Delete"));
        await owner.GoesToAsync("/users?q=mona");
        await owner.ClicksAsync("Actions for Mona Monitor");
        await owner.SeesAsync(owner.MenuItem("Delete"));
    }

    [Fact]
    public async Task The_look_that_is_chosen_stays_and_says_that_it_is_chosen()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        var account = owner.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Account") });
        var dark = owner.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Dark", Exact = true });
        await account.ClickAsync();
        await Expect(dark).ToHaveAttributeAsync("aria-checked", "false");
        await dark.ClickAsync();
        await owner.Page.ReloadAsync();
        await account.ClickAsync();
        await Expect(dark).ToHaveAttributeAsync("aria-checked", "true");
        await owner.LookAsync("account-menu");
        await owner.MustBeAccessibleAsync();
    }

    private async Task<int> StatusOfAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Weir.Address, "/v1/connections"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Weir.Http.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }
}
