using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Configuration;
using Weir.Tests.Expressions;

namespace Weir.Tests.Configuration;

public sealed class YamlTextTests
{
    private static readonly Gen<string> Texts = Generated.TextOf(
        "a", "Z", " ", "  ", "\n", "\n\n", "\t", "\r", "\r\n", ": ", ":", " #", "#", "- ", "-", "---", "...", "?", "? ", "!", "&a", "*a", "%",
        "@", "`", "{", "}", "[", "]", ",", "|", ">", "'", "\"", "\\", "/", "$.x", "{{id}}", "yes", "no", "null", "~", "true", "0123", "1e3", "1.0",
        "2026-01-31", "é", "ß", "漢", "😀", "\u0000", "\u001b", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029", "\ufeff", "\ufffe", "=", "<<");

    private static readonly Gen<string> Values = Generated.Json(Texts.Select(Inside), 4);

    [Fact]
    public void What_is_written_is_read_as_it_was() => Prop.ForAll(
        Arb.From(Texts.ListOf(4).Zip(Values)), made => ComesBack($$"""{"a":{{made.Item2}},"texts":[{{string.Join(',', made.Item1.Select(Quote))}}],{{string.Join(
            ',', made.Item1.Select((text, i) => $"\"{i}{Inside(text)}\":{Quote(text)}"))}} }"""))
        .Check(Generated.Often);

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("0123", "\"0123\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("2026-01-31", "\"2026-01-31\"")]
    [InlineData("", "\"\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("{{id}}", "\"{{id}}\"")]
    [InlineData("0 0/15 * * * ?", "\"0 0/15 * * * ?\"")]
    [InlineData("$.customer['a']", "$.customer['a']")]
    [InlineData("tickets.list", "tickets.list")]
    [InlineData("Größe {{x}}", "Größe {{x}}")]
    public void A_text_that_could_be_taken_for_something_else_stands_in_quotes(string text, string written) =>
        Assert.Equal($"a: {written}\n", YamlText.Write(Json($$"""{"a":{{Quote(text)}} }""")));

    [Theory]
    [InlineData("a\nb", "a: |-\n  a\n  b\n")]
    [InlineData("a\nb\n", "a: |\n  a\n  b\n")]
    [InlineData("a  \n\nb\n\n", "a: |+\n  a  \n\n  b\n\n")]
    [InlineData("  a\nb", "a: |2-\n    a\n  b\n")]
    [InlineData("a\r\nb", "a: \"a\\r\\nb\"\n")]
    public void A_text_of_several_lines_stands_as_it_is(string text, string written) =>
        Assert.Equal(written, YamlText.Write(Json($$"""{"a":{{Quote(text)}} }""")));

    [Fact]
    public void Lists_and_objects_nest() => Assert.Equal(
        """
        a:
          - b: 1
            c: []
          - - 1
            - 2.50
          - {}
          - null
        "@from": $.x

        """,
        YamlText.Write(Json("""{"a":[{"b":1,"c":[]},[1,2.50],{},null],"@from":"$.x"}""")));

    [Fact]
    public void A_key_of_any_length_comes_back() =>
        ComesBack($$"""{"a":{"{{new string('k', 5_000)}}":{"b":[1]},"{{new string('ä', 400)}}":1} }""");

    [Fact]
    public void A_place_is_found_by_the_path_that_the_api_names()
    {
        var problems = new List<string>();
        var read = YamlDocument.Read(
            "flows/a.yaml", "name: A\r\nsteps:\r\n  - id: x\r\n    when:\r\n      a.b: [1, 2]\r\n"u8, problems)!;

        Assert.Empty(problems);
        Assert.Equal((1, 1), read.PlaceOf("name"));
        Assert.Equal((3, 5), read.PlaceOf("steps[0].id"));
        Assert.Equal((3, 5), read.PlaceOf("steps[0].import"));
        Assert.Equal((5, 16), read.PlaceOf("steps[0].when.a.b[1]"));
        Assert.Equal((1, 1), read.PlaceOf(""));
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x", "flows/a.yaml:1:4: anchors and aliases are not read; write the value out")]
    [InlineData("a: 1\na: 2", "flows/a.yaml:2:1: the key 'a' stands in line 1 already; keep one of them")]
    [InlineData("a: !!binary eA==", "flows/a.yaml:1:4: the tag 'tag:yaml.org,2002:binary' is not read; remove it")]
    [InlineData("a: 1\n---\na: 2", "flows/a.yaml:2:1: a second document begins here; keep one in a file")]
    [InlineData("- a", "flows/a.yaml:1:1: a resource is a list of fields, as in 'name: Tickets'")]
    [InlineData("", "flows/a.yaml:1:1: the file is empty")]
    public void What_makes_YAML_dangerous_or_unclear_is_refused_with_its_place(string yaml, string problem)
    {
        var problems = new List<string>();

        Assert.Null(YamlDocument.Read("flows/a.yaml", Encoding.UTF8.GetBytes(yaml), problems));
        Assert.Equal(problem, problems[0]);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var problems = new List<string>();

        Assert.Null(YamlDocument.Read("a.yaml", Encoding.UTF8.GetBytes($"a: {new string('[', 100_000)}"), problems));
        Assert.Contains("nested deeper than 70 levels", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static void ComesBack(string json)
    {
        if (json.Contains("\\ud800", StringComparison.Ordinal))
        {
            // No body may hold half a character.
            return;
        }

        JsonElement expected;
        try
        {
            expected = Weir.Engine.Documents.Body.Parse(json);
        }
        catch (Weir.Model.RefusalException)
        {
            return;
        }

        var yaml = YamlText.Write(expected);
        var problems = new List<string>();
        var read = YamlDocument.Read("a.yaml", Encoding.UTF8.GetBytes(yaml), problems);
        Assert.True(read is not null, $"{string.Join('\n', problems)}\n{yaml}");
        Assert.True(Canonical(expected) == Canonical(read.Json), $"{json}\n{yaml}\n{Canonical(read.Json)}");
        Assert.Equal(yaml, YamlText.Write(read.Json));
    }

    private static string Canonical(JsonElement value) =>
        Weir.Engine.Documents.DocumentWriter.Text(value.WriteTo);

    private static JsonElement Json(string json) => Weir.Engine.Documents.Body.Parse(json);

    private static string Quote(string text) => Weir.Engine.Documents.DocumentWriter.Text(w => w.WriteStringValue(text));

    private static string Inside(string text) => Quote(text)[1..^1];
}
