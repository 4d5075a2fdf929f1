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

    private async Task<int> StatusOfAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Weir.Address, "/v1/connections"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Weir.Http.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }
}
