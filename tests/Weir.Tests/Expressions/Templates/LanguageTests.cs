using static Weir.Tests.Expressions.Templates.Rendered;

namespace Weir.Tests.Expressions.Templates;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("{{a.b}}", """{"a":{"b":1}}""", "1")]
    [InlineData("{{a.[b c]}}", """{"a":{"b c":1}}""", "1")]
    [InlineData("{{a.[b\\]c]}}", """{"a":{"b]c":1}}""", "1")]
    [InlineData("{{a.0}} {{a.[1]}} {{a.0.x}}", """{"a":[{"x":"y"},2]}""", """{"x":"y"} 2 y""")]
    [InlineData("{{a.length}} {{s.length}}", """{"a":[1,2],"s":"äß😀"}""", "2 3")]
    [InlineData("{{missing}}|{{a.b.c}}|{{a.9}}|{{n}}", """{"a":[1],"n":null}""", "|||")]
    [InlineData("{{{x}}} {{&x}} {{x}}", """{"x":"<&\">"}""", "<&\"> <&\"> <&\">")]
    [InlineData("{{#each a as |item i|}}{{i}}{{item.x}}{{/each}}", """{"a":[{"x":"p"},{"x":"q"}]}""", "0p1q")]
    [InlineData("{{#each o}}{{@key}}={{this}}{{#unless @last}},{{/unless}}{{/each}}", """{"o":{"a":1,"b":2}}""", "a=1,b=2")]
    [InlineData("{{#each a}}{{#each this}}{{@../index}}{{@index}}{{@first}}{{@last}} {{/each}}{{/each}}", """{"a":[[1],[2]]}""", "00truetrue 10truetrue ")]
    [InlineData("{{#each a}}{{../x}}{{@root.x}}{{root.x}}{{record.x}}{{this}}{{/each}}", """{"x":"-","a":[1]}""", "----1")]
    [InlineData("{{#each a}}x{{else}}none{{/each}}", """{"a":[]}""", "none")]
    [InlineData("{{#with a as |b|}}{{b.c}}{{c}}{{../d}}{{/with}}", """{"a":{"c":1},"d":2}""", "112")]
    [InlineData("{{#with a}}{{#with this}}{{../d}}{{/with}}{{/with}}", """{"a":{"c":1},"d":2}""", "2")]
    [InlineData("{{#if a}}1{{else if b}}2{{else unless c}}3{{else}}4{{/if}}", """{"b":0,"c":true}""", "4")]
    [InlineData("{{^a}}no{{else}}yes{{/a}}", """{"a":true}""", "yes")]
    [InlineData("{{#if 0.0}}y{{else}}n{{/if}}{{#if z includeZero=true}}y{{/if}}", """{"z":0}""", "ny")]
    [InlineData("{{uppercase (trim (default a b))}}", """{"b":" x "}""", "X")]
    [InlineData("{{#if (and a (not b))}}y{{/if}}", """{"a":1}""", "y")]
    [InlineData("{{{{raw}}}} {{x}} {{{{/raw}}}}", "{}", " {{x}} ")]
    [InlineData("\\{{x}} {{x}}", """{"x":1}""", "{{x}} 1")]
    [InlineData("{{!-- }} --}}{{! a }}b", "{}", "b")]
    [InlineData("{{#each a}}\n- {{this}}\n{{/each}}\n", """{"a":[1,2]}""", "- 1\n- 2\n")]
    [InlineData("{{\"a b\"}} {{'it'}}", """{"a b":1,"it":2}""", "1 2")]
    [InlineData("{{replace s 'a' \"'\"}}", """{"s":"banana"}""", "b'n'n'")]
    public void The_language_is_that_of_handlebars(string template, string record, string expected) =>
        Assert.Equal(expected, Text(template, record));

    [Theory]
    [InlineData("""{"x":12345678901234567890}""", "12345678901234567890")]
    [InlineData("""{"x":1.50}""", "1.50")]
    [InlineData("""{"x":1e3}""", "1e3")]
    [InlineData("""{"x":-0}""", "-0")]
    [InlineData("""{"x":true}""", "true")]
    [InlineData("""{"x":false}""", "false")]
    [InlineData("""{"x":null}""", "")]
    [InlineData("""{"x":[1,[2,"a"],null,true]}""", "1,2,a,,true")]
    [InlineData("""{"x":{"a" : [1, 2], "b":"c d"}}""", """{"a":[1,2],"b":"c d"}""")]
    [InlineData("""{"x":"a\u00e9\n\ud83d\ude00"}""", "aé\n😀")]
    public void Values_print_as_they_stand_in_the_JSON(string record, string expected) =>
        Assert.Equal(expected, Text("{{x}}", record));

    [Theory]
    [InlineData("{{record.id}}", "1")]
    [InlineData("{{record.record}}", "own")]
    [InlineData("{{this.record}}", "own")]
    [InlineData("{{root.id}}", "1")]
    [InlineData("{{lastRun}} {{thisRun}} {{run}}", "2024-01-01T00:00:00Z 2024-02-29T12:34:56.789Z run_1")]
    [InlineData("{{this.run}}", "mine")]
    [InlineData("{{#with o}}{{run}} {{this.run}} {{../run}} {{../record.id}} {{@root.run}}{{/with}}", "run_1 inner run_1 1 run_1")]
    public void Variables_stand_beside_the_fields(string template, string expected) =>
        Assert.Equal(expected, Text(template, """{"id":1,"record":"own","run":"mine","o":{"run":"inner"}}"""));

    [Fact]
    public void Inside_a_list_of_a_mapping_names_mean_the_item_and_root_the_record()
    {
        using var document = System.Text.Json.JsonDocument.Parse("""{"id":7,"lines":[{"sku":"a"}]}""");
        var item = document.RootElement.GetProperty("lines")[0];
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Weir.Expressions.Templates.Template.Parse("{{sku}} {{record.sku}} {{root.id}} {{@root.id}} {{../id}}")
            .Render(item, document.RootElement, Run, output);
        Assert.Equal("a a 7 7 ", System.Text.Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("a {{nope x}}", 4, "nope")]
    [InlineData("{{a.b x}}", 2, "a.b")]
    [InlineData("{{#nope x}}{{/nope}}", 3, "nope")]
    [InlineData("{{uppercase (nope)}}", 13, "nope")]
    [InlineData("{{> part}}", 0, "Partials")]
    [InlineData("{{#> part}}{{/part}}", 0, "Partials")]
    [InlineData("{{#*inline \"a\"}}{{/inline}}", 0, "Decorators")]
    [InlineData("{{* deco}}", 0, "Decorators")]
    [InlineData("{{hmac \"sha256\" \"key\" \"hex\" id}}", 2, "hmac")]
    [InlineData("{{if a}}", 2, "block")]
    [InlineData("{{#trim a}}{{/trim}}", 3, "not a block")]
    [InlineData("{{#if}}{{/if}}", 3, "one argument")]
    [InlineData("{{#compare}}{{/compare}}", 3, "compare")]
    [InlineData("{{trim a b}}", 2, "1 arguments")]
    [InlineData("{{trim a x=1}}", 9, "named 'x'")]
    [InlineData("{{trim x=1 x=2}}", 11, "twice")]
    [InlineData("{{@nope}}", 2, "@nope")]
    [InlineData("{{a", 3, "not closed")]
    [InlineData("{{", 2, "not closed")]
    [InlineData("{{#if a}}", 3, "not closed")]
    [InlineData("{{/if}}", 0, "no beginning")]
    [InlineData("{{else}}", 0, "no block")]
    [InlineData("{{#if a}}{{else}}{{else}}{{/if}}", 17, "already")]
    [InlineData("{{#if a}}{{/each}}", 12, "closed by")]
    [InlineData("{{a}}}", 3, "}}}")]
    [InlineData("{{{a}}", 4, "}}}")]
    [InlineData("{{trim \"a}}", 7, "quote")]
    [InlineData("{{trim (a}}", 7, ")")]
    [InlineData("{{a.[b}}", 4, "]")]
    [InlineData("{{a/../b}}", 4, "Invalid path")]
    [InlineData("{{!-- a }}", 0, "comment")]
    [InlineData("{{{{raw}}}} a", 0, "not closed")]
    [InlineData("{{{{other}}}} a {{{{/other}}}}", 4, "raw")]
    [InlineData("{{a$#b}}", 4, "#")]
    [InlineData("{{#each a as |x y z|}}{{/each}}", 3, "at most 2")]
    [InlineData("{{#if a as |x|}}{{/if}}", 3, "no block parameters")]
    [InlineData("{{regexMatch a \"(\"}}", 2, "regular expression")]
    [InlineData("{{regexMatch a \"(?=x)\"}}", 2, "backtracking")]
    [InlineData("{{regexMatch a b}}", 2, "literal")]
    [InlineData("{{regexReplace a \"x\" \"\"}}", 2, "the order is")]
    [InlineData("{{regexMatch a \"x\" 0 \"q\"}}", 2, "'q'")]
    [InlineData("{{dateFormat \"YYYY-MM-DD\" a}}", 2, "'Y'")]
    [InlineData("{{dateFormat \"yyyy\" a \"Mars/Base\"}}", 2, "Mars/Base")]
    [InlineData("{{hash \"crc\" a}}", 2, "algorithm")]
    [InlineData("{{compare a \"~\" b}}", 2, "second argument")]
    public void What_means_nothing_is_refused_with_its_place(string template, int position, string says)
    {
        var error = Refused(template);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains($"position {error.Position}", error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Half_a_character_in_the_template_is_refused() => Assert.Equal(1, Refused("a\ud800b").Position);

    [Fact]
    public void Half_a_character_in_the_record_is_an_error_where_it_would_be_written_as_text()
    {
        Fails("{{x}}", """{"x":"\ud800"}""");
        Assert.Equal("\"\\ud800\"", Text("\"{{x}}\"", """{"x":"\ud800"}""", Weir.Expressions.Templates.Place.Json));
    }

    [Theory]
    [InlineData("a {{! nothing }} b", true)]
    [InlineData("", true)]
    [InlineData("{{{{raw}}}}{{x}}{{{{/raw}}}}", true)]
    [InlineData("{{x}}", false)]
    [InlineData("{{#if x}}{{/if}}", false)]
    public void A_template_without_expressions_is_constant(string template, bool expected) =>
        Assert.Equal(expected, Weir.Expressions.Templates.Template.Parse(template).IsConstant);
}
