using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Editors;

/// <summary>Mappings, filters and templates as people write them.</summary>
public sealed class EditorTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task A_mapping_is_made_with_rows_whose_output_is_seen_and_the_JSON_is_the_same(ColorScheme scheme, int width)
    {
        var owner = await AtMappingAsync(scheme, width);
        await owner.SeesAsync("The destination needs:");
        await owner.SeesAsync(owner.Button("Add messages"));
        await owner.ClicksAsync("Map fields of the same name");
        var row = owner.Page.GetByRole(AriaRole.Group, new() { Name = "subject", Exact = true });
        await owner.SeesAsync(row);
        await Expect(Output(owner)).ToContainTextAsync("\"subject\"");
        await owner.LookAsync($"mapping-rows-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await owner.ClicksAsync("Whole window");
        await owner.SeesAsync(owner.Button("Back to the form").Last);
        var source = owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "subject: source" });
        await WriteAsync(owner, source, "$.customer.na");
        await owner.SeesAsync(Completions(owner).GetByText("name", new() { Exact = false }).First);
        // Those of what was typed so far have gone: a list that is longer than its window would be another page.
        await owner.DoesNotSeeAsync(Completions(owner).GetByText("email", new() { Exact = false }));
        await owner.LookAsync($"mapping-completion-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
        await owner.PressesAsync("Escape");
        await owner.SeesAsync(owner.Button("Back to the form").Last);

        await WriteAsync(owner, source, "$.[");
        await owner.PressesAsync("Tab");
        await owner.SeesAsync(row.GetByText("position", new() { Exact = false }).First);
        await owner.LookAsync($"mapping-wrong-{scheme}-{width}".ToLowerInvariant());
        await WriteAsync(owner, source, "{{uppercase status}}!");
        await owner.PressesAsync("Tab");
        await Expect(Output(owner)).ToContainTextAsync(new Regex("\"[A-Z]+!\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await owner.ClicksAsync("Options of subject");
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Group, new() { Name = "Only when" }));
        await owner.LookAsync($"mapping-options-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.Button("Back to the form").Last.ClickAsync();

        await owner.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "Mapping: view" }).GetByText("JSON").ClickAsync();
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Mapping as JSON" }).GetByText("{{uppercase status}}!"));
        await owner.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task A_field_of_the_input_is_dragged_and_becomes_a_row()
    {
        var owner = await AtMappingAsync(ColorScheme.Light, 1280);
        await owner.ClicksAsync("Whole window");
        var field = owner.Page.Locator("button[title='Map $.subject']");
        await owner.SeesAsync(field);
        await field.DragToAsync(owner.Page.GetByText("Drag a field of the input here, or add one."));

        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Group, new() { Name = "subject", Exact = true }));
        await Expect(Output(owner)).ToContainTextAsync("\"subject\"");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_filter_is_the_same_as_conditions_and_as_JSON(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        // What is half typed is refused by the evaluators of the API.
        owner.Expects(422);
        await owner.GoesToAsync($"/exports/{scenery.Export}");
        await owner.ClicksAsync("Edit");
        await owner.ClicksAsync("Shape");
        var filter = owner.Page.GetByRole(AriaRole.Group, new() { Name = "Filter", Exact = true });
        await filter.GetByRole(AriaRole.Button, new() { Name = "+ Condition" }).First.ClickAsync();
        await filter.GetByLabel("Field", new() { Exact = true }).FillAsync("statu");
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Option, new() { Name = "status", Exact = true }));
        await owner.LookAsync($"filter-fields-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await filter.GetByLabel("Field", new() { Exact = true }).FillAsync("status");
        await owner.PressesAsync("Escape");
        await filter.GetByLabel("Value", new() { Exact = true }).FillAsync("open");
        await filter.GetByRole(AriaRole.Button, new() { Name = "Show JSON" }).ClickAsync();

        await owner.SeesAsync(filter.GetByRole(AriaRole.Textbox, new() { Name = "Filter as JSON" }).GetByText("status").First);
        await owner.LookAsync($"filter-json-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_template_offers_its_helpers_and_says_where_it_is_wrong(ColorScheme scheme, int width)
    {
        var owner = await AtImportAsync(scheme, width);
        await owner.ClicksAsync("Advanced");
        var key = owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Idempotency key" });
        await WriteAsync(owner, key, "{{upp");
        await owner.SeesAsync(Completions(owner).GetByText("uppercase").First);
        await owner.LookAsync($"template-completion-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.PressesAsync("Escape");
        await WriteAsync(owner, key, "{{shout id}}");
        await owner.PressesAsync("Tab");

        await owner.SeesAsync(owner.Page.GetByText(new Regex("shout.*position", RegexOptions.None, TimeSpan.FromSeconds(1))).First);
        await owner.LookAsync($"template-wrong-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
    }

    private static ILocator Output(Person person) =>
        person.Page.GetByRole(AriaRole.Group, new() { Name = "Output for the sample" });

    private static ILocator Completions(Person person) => person.Page.Locator(".cm-tooltip-autocomplete");

    /// <summary>As a person does it: an editor does not see at once what a script selects.</summary>
    private static async Task WriteAsync(Person person, ILocator editor, string text)
    {
        await editor.ClickAsync();
        await Expect(editor).ToBeFocusedAsync();
        await person.PressesAsync("Control+A", "Delete");
        await person.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>A new ticket for each ticket: the destination says which fields it needs.</summary>
    private async Task<Person> AtImportAsync(ColorScheme scheme, int width)
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var import = await Api.CreateAsync("imports", new { name = "Tickets anew", connection = scenery.Gorgias, operation = "tickets.create" });
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        // What is half typed is refused by the evaluators of the API.
        owner.Expects(422);
        await owner.GoesToAsync($"/imports/{import}");
        await owner.ClicksAsync("Edit");
        await owner.SeesAsync(owner.Button("Mapping"));
        return owner;
    }

    private async Task<Person> AtMappingAsync(ColorScheme scheme, int width)
    {
        var owner = await AtImportAsync(scheme, width);
        await owner.ClicksAsync("Sample record");
        await owner.Page.GetByRole(AriaRole.Combobox, new() { Name = "Read one with" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "Tickets", Exact = true }).ClickAsync();
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Record" }).GetByText("subject").First);
        await owner.ClicksAsync("Mapping");
        await owner.SeesAsync(owner.Button("Map fields of the same name"));
        return owner;
    }
}
