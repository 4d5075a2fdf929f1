using System.Text.Json;
using Weir.Expressions.Templates;
using static Weir.Tests.Expressions.Templates.Rendered;

namespace Weir.Tests.Expressions.Templates;

public sealed class PlaceTests
{
    [Theory]
    [InlineData("""{"a":"{{x}}"}""", """{"x":"q\"\\\n\u0001"}""", """{"a":"q\"\\\n\u0001"}""")]
    [InlineData("""{"a":"{{x}}"}""", """{"x":12.50}""", """{"a":"12.50"}""")]
    [InlineData("""{"a":"{{x}}"}""", """{"x":["a\"",1]}""", """{"a":"a\",1"}""")]
    [InlineData("""{"a":"{{json x}}"}""", """{"x":{"b":"c"}}""", """{"a":"{\"b\":\"c\"}"}""")]
    [InlineData("""{"a":{{x}} }""", """{"x":"1,\"b\":2"}""", """{"a":"1,\"b\":2" }""")]
    [InlineData("""{"a":{{x}} }""", """{"x":12.50}""", """{"a":12.50 }""")]
    [InlineData("""{"a":{{x}} }""", """{"x":null}""", """{"a":null }""")]
    [InlineData("""{"a":{{x}} }""", """{"x":[1, {"b" : "c d"}]}""", """{"a":[1,{"b":"c d"}] }""")]
    [InlineData("""{"a":{{toFixed x 2}} }""", """{"x":"1"}""", """{"a":1.00 }""")]
    [InlineData("""{{json record}}""", """{"x" : 1.0}""", """{"x":1.0}""")]
    [InlineData("""[{{#each x}}{{this}}{{#unless @last}},{{/unless}}{{/each}}]""", """{"x":["a",1]}""", """["a",1]""")]
    [InlineData("""{"a":{{#if x}}"{{x}}"{{else}}null{{/if}} }""", """{"x":"\""}""", """{"a":"\"" }""")]
    public void In_JSON_a_value_stays_inside_its_text_or_is_one_value(string template, string record, string expected) =>
        Assert.Equal(expected, Text(template, record, Place.Json));

    [Theory]
    [InlineData("""{"a":{{x}} }""", "{}")]
    [InlineData("""{"a":"{{#if x}}\\{{else}}{{/if}}{{x}}"}""", """{"x":"\""}""")]
    [InlineData("""{"a":"\\{{x}}"}""", """{"x":"\""}""")]
    [InlineData("{{x}}{{x}}", """{"x":"a"}""")]
    [InlineData("{{#if x}}{{/if}}", "{}")]
    [InlineData("{{x}} ]", """{"x":1}""")]
    [InlineData("""{"a":"\u00{{x}}"}""", """{"x":"zz"}""")]
    public void What_is_no_JSON_any_more_is_the_records_error(string template, string record) =>
        Fails(template, record, Place.Json);

    [Theory]
    [InlineData("{\"a\":}")]
    [InlineData("")]
    public void A_constant_that_is_no_JSON_is_refused(string template) => Refused(template, Place.Json);

    [Theory]
    [InlineData("/t/{{x}}/m", "a/b?c#d e%", "/t/a%2Fb%3Fc%23d%20e%25/m")]
    [InlineData("/t/{{x}}", "ä\\..", "/t/%C3%A4%5C..")]
    [InlineData("/t/{{x}}", "...", "/t/...")]
    [InlineData("/t/{{encodeURI x}}", "a/b", "/t/a%2Fb")]
    [InlineData("/t/{{x}}x", "", "/t/x")]
    [InlineData("/t?q={{x}}", "", "/t?q=")]
    [InlineData("/t?q={{x}}", "../..", "/t?q=..%2F..")]
    public void In_a_path_a_value_is_one_segment(string template, string value, string expected) =>
        Assert.Equal(expected, Text(template, JsonSerializer.Serialize(new { x = value }), Place.Path));

    [Theory]
    [InlineData("/t/{{x}}", ".")]
    [InlineData("/t/{{x}}", "..")]
    [InlineData("/t/{{x}}/m", "..")]
    [InlineData("/t/.{{x}}", ".")]
    [InlineData("/t/%2E{{x}}/m", ".")]
    [InlineData("/t/{{x}}{{x}}", ".")]
    [InlineData("/t\\\\{{x}}\\m", "..")]
    [InlineData("{{x}}", "..")]
    [InlineData("/t/{{x}}", "")]
    [InlineData("/t/{{x}}/m", "")]
    [InlineData("/t/{{x}}?q=1", "")]
    public void A_path_that_would_lead_elsewhere_is_the_records_error(string template, string value) =>
        Fails(template, JsonSerializer.Serialize(new { x = value }), Place.Path);

    [Fact]
    public void A_constant_path_with_dots_is_refused() => Refused("/a/../b", Place.Path);

    [Theory]
    [InlineData("a={{x}}&b=1", "1&c=2", "a=1%26c%3D2&b=1")]
    [InlineData("{{x}}", "a+b c~-._", "a%2Bb%20c~-._")]
    [InlineData("{{encodeURI x}}", "a b", "a%20b")]
    [InlineData("{{x}}", "", "")]
    public void In_a_query_a_value_is_one_encoded_value(string template, string value, string expected) =>
        Assert.Equal(expected, Text(template, JsonSerializer.Serialize(new { x = value }), Place.Query));

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("\0")]
    [InlineData("a\u0001")]
    [InlineData("\u007f")]
    public void A_header_with_a_control_character_is_the_records_error(string value) =>
        Fails("Bearer {{x}}", JsonSerializer.Serialize(new { x = value }), Place.Header);

    [Fact]
    public void A_header_may_hold_anything_else() =>
        Assert.Equal("a\t<ä>", Text("{{x}}", """{"x":"a\t<ä>"}""", Place.Header));
}
