using System.Text;
using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Model;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class ApplicationViewTests
{
    [Theory]
    [InlineData("gorgias")]
    [InlineData("http")]
    [InlineData("files")]
    public void A_form_is_as_checked_in(string key)
    {
        var one = Shown(Definitions.Shipped.Find(key)!);
        Snapshot.MustBe($"tests/Weir.Tests/Catalogue/snapshots/{key}.form.json", Indented(one.GetProperty("form")));
    }

    [Fact]
    public void An_operation_has_what_the_contract_names()
    {
        var one = Shown(Definitions.Gorgias);
        var operation = one.GetProperty("operations")[0];
        Assert.Equal(
            [
                "key", "name", "kind", "resource", "description", "parameters", "schema", "requests", "causes", "order", "delta",
                "repeat",
            ],
            operation.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["name", "label", "type", "required", "help", "default", "options"],
            operation.GetProperty("parameters")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("export", operation.GetProperty("kind").GetString());
        Assert.Equal("object", operation.GetProperty("schema").GetProperty("type").GetString());
    }

    [Fact]
    public void An_operation_says_its_order_how_changes_are_found_and_whether_it_may_be_repeated()
    {
        var operations = Shown(Definitions.Gorgias).GetProperty("operations").EnumerateArray()
            .ToDictionary(o => o.GetProperty("key").GetString()!, StringComparer.Ordinal);
        var (list, get, update, reply) = (
            operations["tickets.list"], operations["tickets.get"], operations["tickets.update"], operations["messages.reply"]);

        Assert.Equal("""{"by":"$.created_datetime","tie":"$.id","direction":"descending"}""", list.GetProperty("order").GetRawText());
        Assert.Equal(
            """{"how":"newestFirst","changed":"$.updated_datetime","overlapSeconds":300,"lookback":null}""",
            list.GetProperty("delta").GetRawText());
        Assert.All(new[] { "order", "delta", "repeat", "causes" }, name => Assert.Equal(JsonValueKind.Null, get.GetProperty(name).ValueKind));
        Assert.Equal(("always", "never"), (update.GetProperty("repeat").GetString(), reply.GetProperty("repeat").GetString()));
        Assert.StartsWith("rules and HTTP integrations", update.GetProperty("causes").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_of_the_list_has_key_name_category_and_description()
    {
        var entry = JsonSerializer.SerializeToElement(
            ApplicationEntryView.Of(Definitions.Gorgias), ApplicationJson.Default.ApplicationEntryView);
        Assert.Equal(["key", "name", "category", "description"], entry.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Gorgias", entry.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("gorgias")]
    [InlineData("http")]
    [InlineData("files")]
    public void Every_form_ends_with_the_two_advanced_fields(string key)
    {
        var one = Shown(Definitions.Shipped.Find(key)!);
        Assert.Equal(
            ["borrowConcurrencyFrom Borrow concurrency from True", "concurrencyLevel Concurrency level True"],
            one.GetProperty("form").EnumerateArray().TakeLast(2)
                .Select(f => $"{f.GetProperty("field")} {f.GetProperty("label")} {f.GetProperty("advanced")}"));
    }

    private static JsonElement Shown(ApplicationDefinition application) =>
        JsonSerializer.SerializeToElement(ApplicationView.Of(application), ApplicationJson.Default.ApplicationView);

    private static string Indented(JsonElement value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, DocumentWriter.Options with { Indented = true, NewLine = "\n" }))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
