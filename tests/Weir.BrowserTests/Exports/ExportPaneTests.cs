using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Exports;

/// <summary>Exports as people make, read, change and delete them.</summary>
public sealed class ExportPaneTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task An_export_is_made_from_application_to_save_and_has_a_page()
    {
        await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/exports");
        await owner.ClicksAsync("+ Create export");
        await owner.SeesAsync(owner.Dialog("Application list"));
        await owner.ClicksAsync("Gorgias");
        await owner.Dialog("Choose a connection").GetByRole(AriaRole.Button, new() { Name = "Gorgias fuchsia" }).ClickAsync();
        var pane = owner.Dialog("Create export");
        await owner.SeesAsync(pane);

        await pane.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await owner.MustSayAsync("Operation", "Choose what it reads");

        await ChooseAsync(owner, pane, "Operation", "List tickets");
        await owner.SeesAsync("Requests: one for each 100 tickets");
        await owner.ClicksAsync("Which records");
        await pane.GetByRole(AriaRole.Radio, new() { Name = "What has changed since the last run" }).CheckAsync();
        await owner.SeesAsync("5 minutes before it");
        await owner.LookAsync("export-create");
        await owner.MustBeAccessibleAsync();
        await owner.TypesAsync("Name", "Changed tickets");
        await pane.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await owner.SeesHeadingAsync("Changed tickets");
        var stored = (await Api.ListAsync("/v1/exports")).Single(one => one.GetProperty("name").GetString() == "Changed tickets");
        Assert.Equal("delta", stored.GetProperty("mode").GetString());
        Assert.Equal("tickets.list", stored.GetProperty("operation").GetString());
        await owner.SeesInAddressAsync($"/exports/{stored.GetProperty("id").GetString()}");
    }

    [Fact]
    public async Task A_file_is_read_and_its_rows_are_seen_before_it_is_saved()
    {
        await Api.CreateAsync("connections", new { name = "Drop", application = "files", settings = new { folder = "drop" } });
        await File.WriteAllTextAsync(Path.Combine(DataFolder, "files", "drop", "people.csv"), "id;name\n1;Ann\n2;Bo\n", Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync("/exports");
        await owner.ClicksAsync("+ Create export");
        await owner.SeesAsync(owner.Dialog("Application list"));
        await owner.ClicksAsync("Files");
        await owner.Dialog("Choose a connection").GetByRole(AriaRole.Button, new() { Name = "Drop" }).ClickAsync();
        var pane = owner.Dialog("Create export");
        await owner.SeesAsync(pane);
        await ChooseAsync(owner, pane, "Operation", "Read a file");
        await owner.TypesAsync("File name", "people.csv");
        await owner.ClicksAsync("Preview");
        await owner.SeesAsync(owner.Dialog("Preview").GetByText("id;name"));
        await ClosePreviewAsync(owner);

        await owner.Field("Separator").SelectOptionAsync("Semicolon");
        await owner.ClicksAsync("Preview");
        await owner.SeesAsync(owner.Dialog("Preview").GetByRole(AriaRole.Columnheader, new() { Name = "name" }));
        await owner.SeesAsync(owner.Dialog("Preview").GetByText("Ann"));
        await owner.LookAsync("export-file");
        await owner.MustBeAccessibleAsync();
        await ClosePreviewAsync(owner);
        await owner.TypesAsync("File name", "nobody.csv");
        await owner.ClicksAsync("Preview");
        await owner.SeesAsync(owner.Dialog("Preview").GetByText("There is no nobody.csv in the folder."));
    }

    [Fact]
    public async Task A_request_is_spelled_out_with_paging_of_every_type()
    {
        var http = await Api.CreateAsync(
            "connections?test=false", new { name = "Things", application = "http", settings = new { baseUri = "https://things.example" } });
        var owner = await OwnerAsync();
        var export = await Api.CreateAsync("exports", new
        {
            name = "All things",
            connection = http,
            request = new { method = "GET", path = "/things", query = new { tag = new[] { "a", "b" }, limit = 5 } },
            records = "$.data",
        });
        await owner.GoesToAsync($"/exports/{export}");
        foreach (var (type, fields) in PagingTypes)
        {
            await owner.ClicksAsync("Edit");
            var pane = owner.Dialog("Edit export");
            await pane.GetByLabel("Paging", new() { Exact = true }).SelectOptionAsync(type);
            if (type == "body")
            {
                // A GET has no body that a value could be put into.
                await owner.Field("Method").SelectOptionAsync("POST");
                await owner.Field("Body").SelectOptionAsync("json");
            }

            foreach (var (label, value) in fields)
            {
                await owner.TypesAsync(label, value);
            }

            if (type == "cursor")
            {
                await owner.LookAsync("export-http");
                await owner.MustBeAccessibleAsync();
            }

            await pane.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
            await owner.DoesNotSeeAsync(pane);
            var stored = await Api.GetAsync($"/v1/exports/{export}");
            Assert.Equal(type, stored.GetProperty("paging").GetProperty("type").GetString());
            Assert.Equal(5, stored.GetProperty("request").GetProperty("query").GetProperty("limit").GetInt32());
            Assert.Equal(2, stored.GetProperty("request").GetProperty("query").GetProperty("tag").GetArrayLength());
        }
    }

    [Fact]
    public async Task What_was_typed_is_not_lost_when_somebody_else_saves_first()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/exports/{scenery.Export}");
        await owner.ClicksAsync("Edit");
        await owner.TypesAsync("Name", "Mine");
        await Api.PatchAsync($"/v1/exports/{scenery.Export}", new { name = "Theirs" });
        owner.Expects(412);

        await owner.ClicksAsync("Save");
        await owner.SeesAsync("Somebody else has saved it meanwhile");
        await Expect(owner.Field("Name")).ToHaveValueAsync("Mine");
        await owner.ClicksAsync("Save mine over it");

        await owner.SeesHeadingAsync("Mine");
    }

    [Fact]
    public async Task Leaving_with_changes_asks_and_an_ended_session_loses_nothing()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/exports/{scenery.Export}");
        await owner.ClicksAsync("Edit");
        await owner.TypesAsync("Name", "Tickets of all years");
        await owner.PressesAsync("Escape");
        await owner.ClicksAsync("Keep editing");
        await owner.EndSessionElsewhereAsync(OwnerEmail, OwnerPassword);
        owner.Expects(401);

        await owner.ClicksAsync("Save");
        await owner.TypesAsync("Password", OwnerPassword);
        await owner.ClicksAsync("Sign in");

        await owner.SeesHeadingAsync("Tickets of all years");
    }

    [Fact]
    public async Task One_in_use_is_not_deleted_and_says_by_whom()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/exports/{scenery.Export}");
        await owner.ClicksAsync("Delete");
        var question = owner.Dialog("Tickets is in use");
        await owner.SeesAsync(question.GetByRole(AriaRole.Link, new() { Name = "Tickets to a file" }));
        await owner.ClicksAsync("Keep it");

        var unused = (await Api.ListAsync("/v1/exports")).Single(one => one.GetProperty("name").GetString() == "Customers");
        await owner.GoesToAsync($"/exports/{unused.GetProperty("id").GetString()}");
        await owner.ClicksAsync("Delete");
        await owner.Dialog("Delete Customers?").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await owner.SeesHeadingAsync("Exports");
        await owner.DoesNotSeeAsync(owner.Link("Customers"));
    }

    private static readonly (string Type, (string Label, string Value)[] Fields)[] PagingTypes =
    [
        ("cursor", [("Where the cursor is", "$.meta.next_cursor"), ("Query parameter", "cursor")]),
        ("page", [("Query parameter", "page"), ("First page", "0"), ("Records a page", "50")]),
        ("offset", [("Query parameter", "offset"), ("Records a page", "50")]),
        ("next-url", [("Where the address is", "$.links.next")]),
        ("link-header", []),
        ("body", [("Where the value is", "$.meta.after"), ("Place in the body", "$.after")]),
    ];

    private static async Task ClosePreviewAsync(Person owner)
    {
        await owner.Dialog("Preview").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await owner.DoesNotSeeAsync(owner.Dialog("Preview"));
    }

    private static async Task ChooseAsync(Person owner, ILocator pane, string field, string option)
    {
        await pane.GetByRole(AriaRole.Combobox, new() { Name = field }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = option }).First.ClickAsync();
    }
}
