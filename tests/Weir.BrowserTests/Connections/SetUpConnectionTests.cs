using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Connections;

/// <summary>Setting up a Gorgias connection, step by step as the guide for people says it.</summary>
public sealed class SetUpConnectionTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Name = "Gorgias fuchsia";

    [Fact]
    public async Task A_connection_is_named_configured_tested_and_saved()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/dashboard");
        await owner.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Connections" }).ClickAsync();
        await owner.SeesHeadingAsync("Connections");

        await owner.ClicksAsync("+ Create connection");
        await owner.SeesAsync(owner.Dialog("Application list"));
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Gorgias");
        await owner.SeesAsync(owner.Dialog("Create connection"));
        await owner.TypesAsync("Name", Name);
        await owner.ClicksAsync("Next");

        await owner.TypesAsync("Subdomain", "https://fuchsia.gorgias.com/app/tickets");
        await owner.TypesAsync("Username", Gorgias.Username);
        await owner.TypesAsync("Password", Gorgias.Password);
        await Expect(owner.Field("Subdomain")).ToHaveValueAsync("fuchsia");
        foreach (var field in (string[])["Name", "Subdomain", "Username", "Password"])
        {
            await Expect(owner.Field(field)).ToHaveAttributeAsync("required", "");
        }

        await owner.ClicksAsync("Advanced");
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Borrow concurrency from" }));
        await owner.SeesAsync(owner.Field("Concurrency level"));
        await owner.MustBeAccessibleAsync();

        await owner.ClicksAsync("Test connection");
        var status = owner.Dialog("Create connection").GetByRole(AriaRole.Status);
        await Expect(status).ToContainTextAsync("works");
        await Expect(status).ToContainTextAsync("fuchsia");
        await owner.PictureAsync("create-connection");
        Assert.Empty(await Api.ListAsync("/v1/connections"));

        await owner.ClicksAsync("Save");
        await owner.DoesNotSeeAsync(owner.Dialog("Create connection"));
        await owner.SeesAsync(owner.Link(Name));
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Table).GetByText("Online"));
        await owner.PictureAsync("connections");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_nothing_is_stored_until_somebody_insists()
    {
        var owner = await OwnerAsync();
        await FillInAsync(owner, "not the key");
        var pane = owner.Dialog("Create connection");

        await owner.ClicksAsync("Test connection");
        await Expect(pane.GetByRole(AriaRole.Status)).ToContainTextAsync("password is wrong");
        await Expect(owner.Button("Test connection")).ToBeFocusedAsync();
        await owner.MustBeAccessibleAsync();
        owner.Expects(422);
        await owner.ClicksAsync("Save");
        await owner.SeesAsync(owner.Button("Save without testing"));
        Assert.Empty(await Api.ListAsync("/v1/connections"));
        await owner.ClicksAsync("Save without testing");

        await owner.SeesAsync(owner.Link(Name));
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Table).GetByText("Untested"));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_at_its_field()
    {
        await Api.CreateAsync("connections", Scenery.GorgiasBody(Name, Gorgias));
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        await owner.SeesAsync(owner.Link(Name));
        await owner.ClicksAsync("+ Create connection");
        await owner.ClicksAsync("Gorgias");

        await owner.TypesAsync("Name", Name.ToUpperInvariant());
        await owner.ClicksAsync("Next");

        await Expect(owner.Field("Name")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field()
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        await owner.ClicksAsync("+ Create connection");
        await owner.ClicksAsync("Gorgias");
        await owner.TypesAsync("Name", Name);
        await owner.ClicksAsync("Next");
        await owner.TypesAsync("Subdomain", "not a host");

        await owner.ClicksAsync("Save");

        foreach (var field in (string[])["Subdomain", "Username", "Password"])
        {
            await Expect(owner.Field(field)).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await owner.MustBeAccessibleAsync();
    }

    [Theory]
    [InlineData("Cancel")]
    [InlineData("Escape")]
    public async Task Leaving_asks_only_when_something_was_typed(string way)
    {
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/connections");
        await owner.ClicksAsync("+ Create connection");
        await owner.ClicksAsync("Gorgias");
        await owner.SeesAsync(owner.Dialog("Create connection"));
        await LeaveAsync(owner, way);
        await owner.DoesNotSeeAsync(owner.Dialog("Create connection"));
        await Expect(owner.Button("+ Create connection")).ToBeFocusedAsync();

        await owner.ClicksAsync("+ Create connection");
        await owner.ClicksAsync("Gorgias");
        await owner.TypesAsync("Name", Name);
        await LeaveAsync(owner, way);
        await owner.ClicksAsync("Keep editing");
        await owner.DoesNotSeeAsync(owner.Button("Discard"));
        await Expect(owner.Field("Name")).ToHaveValueAsync(Name);
        await LeaveAsync(owner, way);
        await owner.ClicksAsync("Discard");

        await owner.DoesNotSeeAsync(owner.Dialog("Create connection"));
        Assert.Empty(await Api.ListAsync("/v1/connections"));
    }

    [Fact]
    public async Task Everything_can_be_done_with_the_keyboard_alone_on_a_phone()
    {
        var owner = await OwnerAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await owner.GoesToAsync("/connections");
        await owner.Button("+ Create connection").FocusAsync();
        await owner.PressesAsync("Enter");
        await owner.SeesAsync(owner.Dialog("Application list"));
        await owner.MustFitAsync();
        await owner.Page.Keyboard.TypeAsync("gorgias");
        await owner.PressesAsync("ArrowDown", "Enter");
        await Expect(owner.Field("Name")).ToBeFocusedAsync();
        await owner.Page.Keyboard.TypeAsync(Name);
        await owner.PressesAsync("Enter");

        await Expect(owner.Field("Subdomain")).ToBeFocusedAsync();
        await owner.MustFitAsync();
        await owner.Page.Keyboard.TypeAsync("fuchsia");
        await owner.PressesAsync("Tab");
        await owner.Page.Keyboard.TypeAsync(Gorgias.Username);
        await owner.PressesAsync("Tab");
        await owner.Page.Keyboard.TypeAsync(Gorgias.Password);
        await owner.PressesAsync("Enter");

        await owner.SeesAsync(owner.Link(Name));
    }

    private static Task LeaveAsync(Person who, string way) =>
        way == "Escape" ? who.Page.Keyboard.PressAsync("Escape") : who.ClicksAsync("Cancel");

    private async Task FillInAsync(Person who, string password)
    {
        await who.GoesToAsync("/connections");
        await who.ClicksAsync("+ Create connection");
        await who.ClicksAsync("Gorgias");
        await who.TypesAsync("Name", Name);
        await who.ClicksAsync("Next");
        await who.TypesAsync("Subdomain", "fuchsia");
        await who.TypesAsync("Username", Gorgias.Username);
        await who.TypesAsync("Password", password);
    }
}
