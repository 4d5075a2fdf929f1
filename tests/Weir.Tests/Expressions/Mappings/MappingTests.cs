using System.Text.Json;
using Weir.Expressions.Mappings;

namespace Weir.Tests.Expressions.Mappings;

public sealed class MappingTests
{
    private const string Record = """
        {"id" : 12345678901234567890, "name":"Ann \"A\"\n\u00e9", "price":1.50, "ok":true, "none":null,
         "tags":["a","b"], "customer":{"id":7, "email":"a@b.example"},
         "lines":[{"sku":"x","n":1},{"sku":"y","n":2,"free":true}], "run":"own"}
        """;

    [Theory]
    [InlineData("""{"a":"$.id","b":"$.missing","c":"$.none"}""", """{"a":12345678901234567890,"c":null}""")]
    [InlineData("""{"a":"$.price","b":"$.customer"}""", """{"a":1.50,"b":{"id":7,"email":"a@b.example"}}""")]
    [InlineData("""{"a":"$.name"}""", """{"a":"Ann \"A\"\n\u00e9"}""")]
    [InlineData("""{"a":"$.tags[*]","b":"$.nope[*]","c":"$..id"}""", """{"a":["a","b"],"b":[],"c":[12345678901234567890,7]}""")]
    [InlineData("\"$.tags\"", """["a","b"]""")]
    [InlineData("""{"a":"{{name}} {{price}}","b":"{{missing}}"}""", """{"a":"Ann \"A\"\né 1.50","b":""}""")]
    [InlineData("""{"a":1.0,"b":true,"c":null,"d":"text","e":1e400,"f":{},"g":[]}""", """{"a":1.0,"b":true,"c":null,"d":"text","e":1e400,"f":{},"g":[]}""")]
    [InlineData("""{"a":{"b":["$.id","{{ok}}",{"c":"$.none"}, "$.missing", 1]}}""", """{"a":{"b":[12345678901234567890,"true",{"c":null},1]}}""")]
    [InlineData("""{"a":{"@const":"$literal"},"b":{"@const":{"@type":"x","t":"{{y}}"}}}""", """{"a":"$literal","b":{"@type":"x","t":"{{y}}"}}""")]
    [InlineData("""{"q\"\\é":"$.ok"}""", """{"q\"\\é":true}""")]
    [InlineData("""{"a":{"@from":"$.id"},"b":{"@from":"$.missing"},"c":{"@from":"$.tags[*]"},"d":{"@from":"{{id}}!"}}""", """{"a":12345678901234567890,"c":["a","b"],"d":"12345678901234567890!"}""")]
    [InlineData("""{"a":"{{run}} {{this.run}} {{thisRun}}"}""", """{"a":"run_1 own 2024-02-29T12:34:56Z"}""")]
    public void A_mapping_has_the_shape_of_its_output(string mapping, string expected) =>
        Assert.Equal(expected, Mapped.Of(mapping, Record));

    [Fact]
    public void A_dollar_alone_is_the_whole_record_without_its_white_space() =>
        Assert.Equal("""{"a":[1,"b c"]}""", Mapped.Of("\"$\"", " { \"a\" : [ 1 , \"b c\" ] } "));

    [Theory]
    [InlineData("""{"l":{"@each":"$.lines[*]","@do":{"sku":"$.sku","of":"$$.customer.id","t":"{{sku}}-{{root.customer.id}}","all":"$"}}}""", """{"l":[{"sku":"x","of":7,"t":"x-7","all":{"sku":"x","n":1}},{"sku":"y","of":7,"t":"y-7","all":{"sku":"y","n":2,"free":true}}]}""")]
    [InlineData("""{"l":{"@each":"$.lines","@do":"$.n"}}""", """{"l":[1,2]}""")]
    [InlineData("""{"l":{"@each":"$.lines[*]","@do":"$.free"}}""", """{"l":[true]}""")]
    [InlineData("""{"l":{"@each":"$.missing[*]","@do":"$"},"m":{"@each":"$.missing","@do":"$"},"n":{"@each":"$.none","@do":"$"}}""", """{"l":[],"m":[],"n":[]}""")]
    [InlineData("""{"l":{"@each":"$.lines[*]","@do":{"@each":"$$.tags[*]","@do":"{{this}}{{root.customer.id}}"}}}""", """{"l":[["a7","b7"],["a7","b7"]]}""")]
    [InlineData("""{"l":{"@each":"$.lines[?@.n>1]","@do":{"a":{"@from":"$.n","@type":"string","@when":{"==":[{"var":"sku"},"y"]}}}},"id":"$.customer.id"}""", """{"l":[{"a":"2"}],"id":7}""")]
    [InlineData("""{"l":{"@each":"$.lines[*]","@do":{"@const":1,"@when":{">":[{"var":"n"},1]}}}}""", """{"l":[1]}""")]
    public void Each_maps_the_items_of_a_list(string mapping, string expected) =>
        Assert.Equal(expected, Mapped.Of(mapping, Record));

    [Theory]
    [InlineData("""{"==":[{"var":"ok"},true]}""", """{"x":7}""")]
    [InlineData("""{"==":[{"var":"ok"},false]}""", "{}")]
    public void A_field_is_left_out_when_its_rule_is_not_true(string rule, string expected) =>
        Assert.Equal(expected, Mapped.Of($$"""{"x":{"@from":"$.customer.id","@when":{{rule}} } }""", Record));

    [Theory]
    [InlineData("null", "\"@default\":0", "0")]
    [InlineData("null", "\"@default\":\"none\",\"@type\":\"integer\"", "\"none\"")]
    [InlineData("null", "\"@default\":null,\"@type\":\"integer\"", "null")]
    [InlineData("null", "\"@default\":{\"a\":[\"$.w\"]}", """{"a":["5"]}""")]
    [InlineData("null", "\"@default\":\"$.w\",\"@type\":\"integer\"", "5")]
    [InlineData("null", "\"@default\":\"{{w}}1\",\"@type\":\"integer\"", "51")]
    [InlineData("null", "\"@type\":\"integer\"", "null")]
    [InlineData("1", "\"@default\":0", "1")]
    [InlineData("\"\"", "\"@default\":0", "\"\"")]
    [InlineData("false", "\"@default\":true", "false")]
    public void A_default_stands_in_for_what_is_missing_or_null(string value, string directives, string expected) =>
        Assert.Equal($$"""{"x":{{expected}}}""", Mapped.Of($$"""{"x":{"@from":"$.v",{{directives}} } }""", $$"""{"v":{{value}},"w":"5"}"""));

    [Fact]
    public void Without_a_value_and_a_default_a_field_is_left_out()
    {
        Assert.Equal("{}", Mapped.Of("""{"x":{"@from":"$.v","@type":"integer"}}""", "{}"));
        Assert.Equal("{}", Mapped.Of("""{"x":{"@from":"$.v","@default":"$.w"}}""", "{}"));
        Assert.Equal("""{"x":1}""", Mapped.Of("""{"x":{"@from":"$.v","@default":1}}""", "{}"));
    }

    [Theory]
    [InlineData("\"open\"", "", "\"1\"")]
    [InlineData("\"open\"", ",\"@type\":\"integer\"", "1")]
    [InlineData("7", "", "{\"n\":7}")]
    [InlineData("true", "", "null")]
    [InlineData("null", "", "null")]
    [InlineData("\"other\"", ",\"@default\":\"0\"", "\"0\"")]
    [InlineData("null", ",\"@default\":\"0\"", "\"0\"")]
    public void A_lookup_finds_the_value_in_its_table(string value, string more, string expected) => Assert.Equal(
        $$"""{"x":{{expected}}}""",
        Mapped.Field("\"@lookup\":\"status\"" + more, value, """{"status":{"open":"1","7":{"n" : 7},"true":null},"other":{}}"""));

    [Fact]
    public void A_key_that_is_in_no_table_is_the_fields_error()
    {
        var error = Mapped.Fails(
            """{"a":{"b":[0,{"@from":"$.v","@lookup":"status"}]}}""", """{"v":"odd"}""", """{"status":{}}""");
        Assert.Equal("a.b[1]", error.Field);
        Assert.Contains("'odd'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"@each":"$.l[*]","@do":{"unit price":{"@from":"$.p","@type":"number"}}}}""", """{"l":[{"p":1},{"p":"x"}]}""", "a[1]['unit price']")]
    [InlineData("""{"a":{"b":"{{add x 1}}"}}""", """{"x":"y"}""", "a.b")]
    [InlineData("""{"a":{"@each":"$.x","@do":"$"}}""", """{"x":1}""", "a")]
    [InlineData("\"$.x\"", "{}", "")]
    [InlineData("""{"a":["{{x}}"]}""", """{"x":"\ud800"}""", "a[0]")]
    public void An_error_names_the_field_of_the_output(string mapping, string record, string field) =>
        Assert.Equal(field, Mapped.Fails(mapping, record).Field);

    [Theory]
    [InlineData("""{"a":"$.[x"}""", "a")]
    [InlineData("""{"a":{"b":["{{nope x}}"]}}""", "a.b[0]")]
    [InlineData("""{"lines":{"@each":"$.[","@do":1}}""", "lines.@each")]
    [InlineData("""{"lines":{"@each":"$$.[","@do":1}}""", "lines.@each")]
    [InlineData("""{"lines":{"@each":"lines","@do":1}}""", "lines.@each")]
    [InlineData("""{"lines":{"@each":1,"@do":1}}""", "lines.@each")]
    [InlineData("""{"lines":{"@each":"$.l[*]"}}""", "lines.@each")]
    [InlineData("""{"lines":{"@each":"$.l[*]","@do":{"a":{"@from":"x"}}}}""", "lines.@do.a.@from")]
    [InlineData("""{"lines":{"@do":1}}""", "lines.@do")]
    [InlineData("""{"a":{"@from":"$.a","@nope":1}}""", "a.@nope")]
    [InlineData("""{"a":{"@nope":1}}""", "a.@nope")]
    [InlineData("""{"a":{"@from":"$.a","b":1}}""", "a")]
    [InlineData("""{"a":{"@from":"$.a","@each":"$.b"}}""", "a.@each")]
    [InlineData("""{"a":{"@const":1,"@type":"string"}}""", "a.@type")]
    [InlineData("""{"a":{"@const":1,"@default":1}}""", "a.@default")]
    [InlineData("""{"a":{"@from":"$.a","@type":"text"}}""", "a.@type")]
    [InlineData("""{"a":{"@from":"$.a","@type":1}}""", "a.@type")]
    [InlineData("""{"a":{"@from":"$.a","@format":"yyyy"}}""", "a.@format")]
    [InlineData("""{"a":{"@from":"$.a","@type":"string","@format":"yyyy"}}""", "a.@format")]
    [InlineData("""{"a":{"@from":"$.a","@type":"datetime","@format":"YYYY"}}""", "a.@format")]
    [InlineData("""{"a":{"@from":"$.a","@lookup":"nope"}}""", "a.@lookup")]
    [InlineData("""{"a":{"@from":"$.a","@when":{"nope":1}}}""", "a.@when.nope")]
    [InlineData("""{"a":{"@from":"$.a","@default":"{{nope x}}"}}""", "a.@default")]
    [InlineData("""{"a":{"@from":"$.a[*]","@type":"string"}}""", "a.@type")]
    [InlineData("""{"a":{"@from":"$.a[*]","@default":1}}""", "a.@default")]
    [InlineData("""{"a":{"@from":"fixed"}}""", "a.@from")]
    [InlineData("""{"a":1,"a":2}""", "")]
    [InlineData("""{"x y":{"b":{"@nope":1}}}""", "['x y'].b.@nope")]
    [InlineData("""{"a":"\ud800"}""", "a")]
    [InlineData("""{"a":"$5.00"}""", "a")]
    public void What_a_mapping_cannot_mean_is_refused_where_it_stands(string mapping, string path) =>
        Assert.Equal(path, Mapped.Refused(mapping).Path);

    [Fact]
    public void The_position_counts_inside_the_path_or_the_template()
    {
        Assert.Equal(2, Mapped.Refused("""{"a":"{{nope x}}"}""").Position);
        Assert.Equal(
            Mapped.Refused("""{"a":"$.a["}""").Position + 1, Mapped.Refused("""{"a":"$$.a["}""").Position);
    }

    [Theory]
    [InlineData("1", "@lookups")]
    [InlineData("""{"status":1}""", "@lookups.status")]
    [InlineData("""{"status":{"a":1,"a":2}}""", "@lookups.status")]
    public void A_table_that_is_none_is_refused(string lookups, string path) =>
        Assert.Equal(path, Mapped.Refused("{}", lookups).Path);

    [Theory]
    [InlineData("""{"b":1,"a":{"c":1}}""", "b,a")]
    [InlineData("{}", "")]
    [InlineData("[1]", null)]
    [InlineData("\"$\"", null)]
    [InlineData("""{"@const":{"a":1}}""", null)]
    public void Columns_are_the_fields_of_the_output_in_their_order(string mapping, string? expected)
    {
        var columns = Mapping.Parse(JsonElement.Parse(mapping)).Columns;
        Assert.Equal(expected, columns is null ? null : string.Join(',', columns));
    }

    [Fact]
    public void A_mapping_is_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70));
        var document = JsonElement.Parse(deep, new JsonDocumentOptions { MaxDepth = 100 });
        Assert.Throws<Weir.Expressions.ExpressionException>(() => Mapping.Parse(document));
        Mapped.Refused($"[{string.Join(',', Enumerable.Repeat('1', 10_001))}]");
        var list = $$"""{"l":[{{string.Join(',', Enumerable.Range(0, 1_100))}}]}""";
        Mapped.Fails("""{"@each":"$.l[*]","@do":{"@each":"$$.l[*]","@do":"$.missing"}}""", list);
        Mapped.Fails("""{"@each":"$.l[*]","@do":"$$.l"}""", $$"""{"l":[{{string.Join(',', Enumerable.Repeat("\"some text\"", 1_500))}}]}""");
    }

    [Fact]
    public void A_mapping_of_fifteen_fields_allocates_nothing_for_a_record()
    {
        var mapping = Mapping.Parse(JsonElement.Parse("""
            {"a":"$.id","b":"$.name","c":"$.price","d":"$.ok","e":"$.customer.id","f":"$.customer.email","g":"{{id}}-{{ok}}",
             "h":{"@from":"$.price","@type":"string"},"i":{"@from":"$.customer.id","@type":"integer","@default":0},"j":"fixed",
             "k":{"l":"$.ok"},"m":["$.id"],"n":{"@const":1},"o":"$.missing","p":"{{lastRun}}"}
            """));
        var record = JsonElement.Parse(Record);
        var output = new System.Buffers.ArrayBufferWriter<byte>(4096);
        void Write()
        {
            output.ResetWrittenCount();
            mapping.Write(record, Mapped.Run, output);
        }

        Write();
        Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write();
        // The one text of a conversion to integer.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64);
    }
}
