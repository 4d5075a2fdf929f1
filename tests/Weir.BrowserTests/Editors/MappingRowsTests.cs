using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Editors;

/// <summary>What a row of a mapping can be and say, made by hand, seen in the output and stored as the contract has it.</summary>
public sealed class MappingRowsTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Objects_and_lists_are_made_of_rows_inside_of_rows(ColorScheme scheme, int width)
    {
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        var form = await MappingForm.OpenAsync(owner, Api);
        await form.AddsAsync("buyer", kind: "Object");
        await form.AddsAsync("email", inside: "buyer");
        await form.WritesAsync(form.Source("email"), "$.customer.email");
        await form.AddsAsync("codes", kind: "List");
        await owner.ClicksAsync("+ Item of codes");
        await form.WritesAsync(form.Source("Item 1"), "$.status");
        await owner.ClicksAsync("+ Item of codes");
        await form.WritesAsync(form.Source("Item 2"), "{{uppercase subject}}");
        await form.MakesAsync("""{"buyer":{"email":"ann@shop.example"},"codes":["open","LATE PARCEL"]}""");

        await form.AddsAsync("items", kind: "For each");
        await form.WritesAsync(form.Source("items"), "$.lines[*]");
        await form.AddsAsync("code", inside: "items");
        await form.WritesAsync(form.Source("code"), "$.sku");
        await form.AddsAsync("order", inside: "items");
        await form.WritesAsync(form.Source("order"), "$$.id");
        await form.MakesAsync(
            """
            {"buyer":{"email":"ann@shop.example"},"codes":["open","LATE PARCEL"],
             "items":[{"code":"A1","order":7},{"code":"B2","order":7}]}
            """);
        await owner.DoesNotSeeAsync(owner.Page.Locator(".cm-tooltip-autocomplete"));
        await form.Row("items").ScrollIntoViewIfNeededAsync();
        await owner.LookAsync($"mapping-nested-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        await owner.ClicksAsync("Remove order");
        await owner.ClicksAsync("Remove codes");
        await form.MakesAsync("""{"buyer":{"email":"ann@shop.example"},"items":[{"code":"A1"},{"code":"B2"}]}""");
        MustBe(
            """{"buyer":{"email":"$.customer.email"},"items":{"@each":"$.lines[*]","@do":{"code":"$.sku"}}}""",
            (await form.SavesAsync()).GetProperty("mapping"));
    }

    [Fact]
    public async Task An_empty_source_shows_what_the_input_has_and_takes_what_is_chosen()
    {
        var owner = await OwnerAsync();
        var form = await MappingForm.OpenAsync(owner, Api);
        await form.AddsAsync("mail");
        await form.Source("mail").ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = "$.customer.email" }).ClickAsync();

        await Expect(form.Source("mail")).ToHaveTextAsync("$.customer.email");
        await form.MakesAsync("""{"mail":"ann@shop.example"}""");
    }

    [Fact]
    public async Task A_row_is_made_with_the_keyboard_alone()
    {
        var owner = await OwnerAsync();
        var form = await MappingForm.OpenAsync(owner, Api);
        await owner.Button("+ Field").PressAsync("Enter");
        await Expect(form.Select("New field: name")).ToBeFocusedAsync();
        await owner.Page.Keyboard.TypeAsync("mail");
        await owner.PressesAsync("Tab");
        await Expect(form.Select("mail: what it is")).ToBeFocusedAsync();
        await owner.PressesAsync("Tab");
        await Expect(form.Source("mail")).ToBeFocusedAsync();
        await owner.Page.Keyboard.TypeAsync("$.customer.email");
        await owner.PressesAsync("Tab");

        await form.MakesAsync("""{"mail":"ann@shop.example"}""");
        await owner.DoesNotSeeAsync(owner.Page.Locator(".cm-tooltip-autocomplete"));
    }

    [Fact]
    public async Task Each_item_of_a_list_can_be_a_text()
    {
        var owner = await OwnerAsync();
        var form = await MappingForm.OpenAsync(owner, Api);
        await form.AddsAsync("labels", kind: "For each");
        await form.WritesAsync(form.Source("labels"), "$.lines[*]");
        await form.Select("Item of labels: what it is").SelectOptionAsync(new SelectOptionValue { Label = "Value" });
        await form.WritesAsync(form.Source("Item of labels"), "{{count}} of {{sku}}");

        await form.MakesAsync("""{"labels":["2 of A1","1 of B2"]}""");
        MustBe(
            """{"labels":{"@each":"$.lines[*]","@do":"{{count}} of {{sku}}"}}""",
            (await form.SavesAsync()).GetProperty("mapping"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_row_has_a_type_a_default_a_lookup_table_and_a_condition(ColorScheme scheme, int width)
    {
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        var form = await MappingForm.OpenAsync(
            owner, Api, new { total = "$.total", note = "$.note", state = "$.status", mail = "$.customer.email" });
        await owner.ClicksAsync("Options of total");
        await form.Row("total").GetByLabel("Type", new() { Exact = true }).SelectOptionAsync("number");
        await owner.ClicksAsync("Options of note");
        await form.Row("note").GetByRole(AriaRole.Button, new() { Name = "Add a default" }).ClickAsync();
        await owner.Page.GetByLabel("Default", new() { Exact = true }).FillAsync("none");
        await form.MakesAsync("""{"total":12.50,"note":"none","state":"open","mail":"ann@shop.example"}""");

        await owner.Page.GetByLabel("Name of a new table").FillAsync("states");
        await owner.ClicksAsync("+ Table");
        await owner.Page.GetByLabel("New key of states").FillAsync("open");
        await owner.ClicksAsync("+ Entry");
        await owner.Page.GetByLabel("states: open", new() { Exact = true }).FillAsync("1");
        await form.Select("Kind of states: open").SelectOptionAsync("number");
        await owner.ClicksAsync("Options of state");
        await form.Row("state").GetByLabel("Lookup table", new() { Exact = true }).SelectOptionAsync("states");
        await form.MakesAsync("""{"total":12.50,"note":"none","state":1,"mail":"ann@shop.example"}""");

        await owner.ClicksAsync("Options of mail");
        var mail = form.Row("mail").GetByRole(AriaRole.Group, new() { Name = "Only when", Exact = true });
        await mail.GetByRole(AriaRole.Button, new() { Name = "+ Condition" }).ClickAsync();
        await mail.GetByLabel("Field", new() { Exact = true }).FillAsync("status");
        await mail.GetByLabel("Value", new() { Exact = true }).FillAsync("closed");
        await owner.SeesAsync(mail.GetByText("Left out for this record"));
        await form.MakesAsync("""{"total":12.50,"note":"none","state":1}""");
        await owner.LookAsync($"mapping-said-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();

        var stored = await form.SavesAsync();
        MustBe("""{"states":{"open":1}}""", stored.GetProperty("lookups"));
        MustBe(
            """
            {"total":{"@from":"$.total","@type":"number"},"note":{"@from":"$.note","@default":"none"},
             "state":{"@from":"$.status","@lookup":"states"},
             "mail":{"@from":"$.customer.email","@when":{"and":[{"==":[{"var":"status"},"closed"]}]}}}
            """,
            stored.GetProperty("mapping"));
    }

    [Fact]
    public async Task Fields_of_the_same_name_are_mapped_and_what_is_mapped_stays()
    {
        var owner = await OwnerAsync();
        var form = await MappingForm.OpenAsync(owner, Api, new { subject = "{{uppercase subject}}" });
        await owner.ClicksAsync("Map fields of the same name");

        await form.MakesAsync(
            """
            {"subject":"LATE PARCEL","id":7,"status":"open","total":"12.50","customer":{"name":"Ann","email":"ann@shop.example"},
             "lines":[{"sku":"A1","count":2},{"sku":"B2","count":1}],"note":null}
            """);
        await Expect(owner.Button("Map fields of the same name")).ToBeDisabledAsync();
        MustBe(
            """
            {"subject":"{{uppercase subject}}","id":"$.id","status":"$.status","total":"$.total","customer":"$.customer",
             "lines":"$.lines","note":"$.note"}
            """,
            (await form.SavesAsync()).GetProperty("mapping"));
    }

    [Fact]
    public async Task What_is_written_as_JSON_comes_back_as_rows_and_the_other_way_round_to_the_digit()
    {
        const string Document =
            """
            {
              "id": 12345678901234567890,
              "price": 1.10,
              "state": {
                "@type": "string",
                "@from": "$.status",
                "@default": null
              },
              "lines": {
                "@each": "$.lines[*]",
                "@do": {
                  "code": "$.sku",
                  "all": [
                    "{{count}}",
                    {
                      "@const": "$0"
                    }
                  ]
                }
              }
            }
            """;
        var owner = await OwnerAsync();
        var form = await MappingForm.OpenAsync(owner, Api);
        await form.ShowsAsync("JSON");
        var text = owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Mapping as JSON" });
        await form.WritesAsync(text, Document);
        await form.MakesAsync(
            """
            {"id":12345678901234567890,"price":1.10,"state":"open",
             "lines":[{"code":"A1","all":["2","$0"]},{"code":"B2","all":["1","$0"]}]}
            """);
        await form.ShowsAsync("Rows");
        await form.WritesAsync(form.Source("code"), "{{lowercase sku}}");
        await form.MakesAsync(
            """
            {"id":12345678901234567890,"price":1.10,"state":"open",
             "lines":[{"code":"a1","all":["2","$0"]},{"code":"b2","all":["1","$0"]}]}
            """);

        await form.ShowsAsync("JSON");
        var changed = Document.Replace("$.sku", "{{lowercase sku}}", StringComparison.Ordinal);
        await Expect(text).ToHaveTextAsync(changed.Replace("\n", "", StringComparison.Ordinal));
        MustBe(changed, (await form.SavesAsync()).GetProperty("mapping"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task What_is_wrong_is_said_at_the_row_that_it_is_about(ColorScheme scheme, int width)
    {
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        var form = await MappingForm.OpenAsync(
            owner,
            Api,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["subject"] = "$.subject",
                ["amount"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["@from"] = "$.subject", ["@type"] = "number" },
                ["lines"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["@each"] = "$.lines[*]",
                    ["@do"] = new { code = "$.sku" },
                },
            });
        await MustSayAsync(form.Source("amount"), "number");
        await owner.LookAsync($"mapping-trouble-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await form.WritesAsync(form.Source("amount"), "$.total");
        await form.MakesAsync("""{"subject":"Late parcel","amount":12.50,"lines":[{"code":"A1"},{"code":"B2"}]}""");
        await Expect(form.Source("amount")).Not.ToHaveAttributeAsync("aria-invalid", "true");

        await form.WritesAsync(form.Source("code"), "{{shout sku}}");
        await MustSayAsync(form.Source("code"), "shout");
        await Expect(form.Source("subject")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(form.Source("lines")).Not.ToHaveAttributeAsync("aria-invalid", "true");

        await form.Select("Item of lines: what it is").SelectOptionAsync(new SelectOptionValue { Label = "Value" });
        await form.WritesAsync(form.Source("Item of lines"), "{{shout sku}}");
        await MustSayAsync(form.Source("Item of lines"), "shout");
        await Expect(form.Source("lines")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await form.WritesAsync(form.Source("Item of lines"), "{{sku}}");
        await form.MakesAsync("""{"subject":"Late parcel","amount":12.50,"lines":["A1","B2"]}""");

        await owner.ClicksAsync("+ Field");
        await form.Select("New field: name").FillAsync("subject");
        await owner.SeesAsync("There is a field \"subject\" already; this one is left out.");
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
    }

    private static async Task MustSayAsync(ILocator source, string what)
    {
        await Expect(source).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(source).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(what), RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    /// <summary>The same document, in its order and with its digits.</summary>
    private static void MustBe(string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.Equal(Text(document.RootElement), Text(actual));
    }

    private static string Text(JsonElement element) => JsonSerializer.Serialize(element);
}
