using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using Weir.IntegrationTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Editors;

/// <summary>The mapping of an import, open in its pane beside a record that was typed by hand.</summary>
internal sealed class MappingForm(Person person, WeirApi api, string import)
{
    private const string Record =
        """
        {"id": 7, "subject": "Late parcel", "status": "open", "total": "12.50", "customer": {"name": "Ann", "email": "ann@shop.example"},
         "lines": [{"sku": "A1", "count": 2}, {"sku": "B2", "count": 1}], "note": null}
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What the mapping makes of the record, as the page shows it.</summary>
    public ILocator Output => person.Page.GetByRole(AriaRole.Group, new() { Name = "Output for the sample" });

    /// <summary>Opens an import that sends to nowhere, with the mapping and the tables that are stored already.</summary>
    public static async Task<MappingForm> OpenAsync(Person person, WeirApi api, object? mapping = null, object? lookups = null)
    {
        var shop = await api.CreateAsync(
            "connections?test=false", new { name = "Shop", application = "http", settings = new { baseUri = "https://shop.example" } });
        var import = await api.CreateAsync("imports", new
        {
            name = "Orders",
            connection = shop,
            request = new { method = "POST", path = "/orders" },
            mapping,
            lookups = lookups ?? new { },
        });
        // What is half typed is refused by the evaluators of the API.
        person.Expects(422);
        var form = new MappingForm(person, api, import);
        await person.GoesToAsync($"/imports/{import}");
        await person.ClicksAsync("Edit");
        await person.ClicksAsync("Sample record");
        var record = person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Record" });
        await record.ClickAsync();
        await Expect(record).ToBeFocusedAsync();
        await person.Page.Keyboard.InsertTextAsync(Record);
        await person.ClicksAsync("Mapping");
        await person.SeesAsync(person.Page.Locator("button[title='Map $.subject']"));
        return form;
    }

    public ILocator Row(string name) => person.Page.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });

    /// <summary>Where a row's value comes from.</summary>
    public ILocator Source(string row) => person.Page.GetByRole(AriaRole.Textbox, new() { Name = $"{row}: source", Exact = true });

    /// <summary>A choice, or a field that offers some.</summary>
    public ILocator Select(string name) => person.Page.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true });

    /// <param name="name">The name of a field that is not there yet.</param>
    /// <param name="inside">The row that it is added to; null for the record itself.</param>
    /// <param name="kind">Another kind than a value.</param>
    public async Task AddsAsync(string name, string? inside = null, string? kind = null)
    {
        await person.ClicksAsync(inside is null ? "+ Field" : $"+ Field in {inside}");
        await Select("New field: name").FillAsync(name);
        await person.SeesAsync(Row(name));
        if (kind is not null)
        {
            await Select($"{name}: what it is").SelectOptionAsync(new SelectOptionValue { Label = kind });
        }
    }

    /// <summary>As a person does it: an editor does not see at once what a script selects. Tab closes its list too.</summary>
    public async Task WritesAsync(ILocator editor, string text)
    {
        await editor.ClickAsync();
        await Expect(editor).ToBeFocusedAsync();
        await person.PressesAsync("Control+A", "Delete");
        await person.Page.Keyboard.InsertTextAsync(text);
        await person.PressesAsync("Tab");
    }

    /// <summary>Waits until the output is this JSON, however both are spaced.</summary>
    public Task MakesAsync(string json) => Expect(Output).ToHaveTextAsync(JsonNode.Parse(json)!.ToJsonString(Indented));

    /// <summary>Saves the pane.</summary>
    /// <returns>The import as it is stored then.</returns>
    public async Task<JsonElement> SavesAsync()
    {
        var pane = person.Dialog("Edit import");
        await pane.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await person.DoesNotSeeAsync(pane);
        return await api.GetAsync($"/v1/imports/{import}");
    }

    public async Task ShowsAsync(string view)
    {
        var views = person.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "Mapping: view" });
        await views.GetByText(view, new() { Exact = true }).ClickAsync();
        await Expect(views.GetByRole(AriaRole.Radio, new() { Name = view, Exact = true })).ToBeCheckedAsync();
    }
}
