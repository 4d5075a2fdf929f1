using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Connections;

public sealed class StoredConnectionTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task An_edit_keeps_the_secret_that_the_page_never_has()
    {
        var id = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        await owner.FollowsAsync("Gorgias fuchsia");
        await owner.SeesHeadingAsync("Gorgias fuchsia");

        await owner.ClicksAsync("Edit");
        await Expect(owner.Field("Password")).ToHaveValueAsync("");
        await Expect(owner.Field("Password")).Not.ToHaveAttributeAsync("required", "");
        await owner.SeesAsync("The stored one is kept");
        await owner.TypesAsync("Name", "Gorgias renamed");
        await owner.ClicksAsync("Save");

        await owner.SeesHeadingAsync("Gorgias renamed");
        Assert.True((await Api.PostAsync($"/v1/connections/{id}/test")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task One_that_is_used_tells_by_whom_instead_of_being_deleted()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/connections/{scenery.Gorgias}");

        await owner.ClicksAsync("Delete");
        var dialog = owner.Dialog("Gorgias fuchsia is in use");
        await owner.SeesAsync(dialog);
        await owner.MustBeAccessibleAsync();
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Tickets to a file" }).ClickAsync();

        await owner.SeesHeadingAsync("Tickets to a file");
    }

    [Fact]
    public async Task A_connection_that_is_offline_says_why_and_comes_back_with_a_test()
    {
        var id = await Api.CreateAsync("connections", Scenery.GorgiasBody("Gorgias fuchsia", Gorgias));
        Gorgias.Faults.Add(new Sandbox.FaultRule { Status = 401 });
        await Api.PostAsync($"/v1/connections/{id}/test");
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/dashboard");
        await owner.SeesAsync("Gorgias fuchsia went offline");
        await owner.SeesAsync("It is tested again by itself in 10 minutes.");
        await owner.MustBeAccessibleAsync();

        Gorgias.Faults.Clear();
        await owner.ClicksAsync("Test connection");

        await owner.DoesNotSeeAsync(owner.Page.GetByText("Gorgias fuchsia went offline"));
    }
}
