using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Imports;

/// <summary>Imports as people make them, see what they would send, and change them.</summary>
public sealed class ImportPaneTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task An_import_shows_what_it_would_send_and_sends_nothing(ColorScheme scheme, int width)
    {
        await Scenery.SetAsync(Api, Gorgias, Stop);
        await Api.CreateAsync(
            "connections?test=false", new { name = "Sink", application = "http", settings = new { baseUri = "https://sink.example", auth = "bearer", token = "a secret of the sink" } });
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        await owner.GoesToAsync("/imports");
        await owner.ClicksAsync("+ Create import");
        await owner.ClicksAsync("HTTP");
        await owner.Dialog("Choose a connection").GetByRole(AriaRole.Button, new() { Name = "Sink" }).ClickAsync();
        var pane = owner.Dialog("Create import");
        await owner.SeesAsync(pane);
        await owner.TypesAsync("Name", "Tickets to the sink");
        await owner.TypesAsync("Path", "/tickets/{{id}}");
        await owner.ClicksAsync("Sample record");
        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Read one with" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Tickets", Exact = true }).ClickAsync();
        await owner.DoesNotSeeAsync(owner.Page.GetByText("Reading a record…"));
        await owner.LookAsync($"import-create-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
        await owner.ClicksAsync("Preview");

        var preview = owner.Dialog("Preview");
        await owner.SeesAsync(preview.GetByText("POST https://sink.example/tickets/"));
        Assert.DoesNotContain("a secret of the sink", await preview.InnerTextAsync(), StringComparison.Ordinal);
        await owner.LookAsync($"import-preview-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.PressesAsync("Escape");

        await owner.ClicksAsync("Sending");
        await pane.GetByRole(AriaRole.Radio, new() { Name = "Ask a person" }).CheckAsync();
        await pane.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await owner.SeesHeadingAsync("Tickets to the sink");
        var stored = (await Api.ListAsync("/v1/imports")).Single(one => one.GetProperty("name").GetString() == "Tickets to the sink");
        Assert.Equal("never", stored.GetProperty("repeat").GetString());
        Assert.Equal("/tickets/{{id}}", stored.GetProperty("request").GetProperty("path").GetString());
    }

    [Fact]
    public async Task What_the_server_refuses_in_a_mapping_is_said_at_the_mapping()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/imports/{scenery.Import}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Mapping");
        await owner.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "Mapping: view" }).GetByText("JSON").ClickAsync();
        // As a person does it: an editor does not see at once what a script selects.
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Mapping" }).FocusAsync();
        await owner.Page.Keyboard.PressAsync("Control+A");
        await owner.Page.Keyboard.PressAsync("Delete");
        await owner.Page.Keyboard.InsertTextAsync("""{"lines":{"@each":"$.[","@do":"$"}}""");
        owner.Expects(422);
        await owner.Dialog("Edit import").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await owner.SeesAsync("lines.@each");
        await owner.LookAsync("import-refused");
    }

    [Fact]
    public async Task A_misspelt_field_is_seen_before_anything_is_sent()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var import = await Api.CreateAsync("imports", new
        {
            name = "Old messages",
            connection = scenery.Gorgias,
            operation = "messages.import",
            parameters = new { ticket_id = "{{id}}" },
            mapping = new { channel = "email", from_agent = true, sent_datetme = "$.created_datetime" },
        });
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/imports/{import}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Sample record");
        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Read one with" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Tickets", Exact = true }).ClickAsync();
        await owner.DoesNotSeeAsync(owner.Page.GetByText("Reading a record…"));
        await owner.ClicksAsync("Preview");

        await owner.SeesAsync(owner.Dialog("Preview").GetByText("did you mean 'sent_datetime'?"));
        await owner.LookAsync("import-warned");
        await owner.MustBeAccessibleAsync();
    }
}
