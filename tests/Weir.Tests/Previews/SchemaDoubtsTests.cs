using System.Text.Json;
using Weir.Engine.Previews;

namespace Weir.Tests.Previews;

public sealed class SchemaDoubtsTests
{
    private const string Schema = """
        {"type":"object","properties":{
          "name":{"type":["string","null"],"maxLength":5},"count":{"type":"integer"},"share":{"type":"number"},"on":{"type":"boolean"},
          "at":{"type":"string","format":"date-time"},"kind":{"type":"string","enum":["a","b"]},
          "tags":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"}}}},
          "open":{"type":"object"},"any":{} } }
        """;

    [Theory]
    [InlineData("""{"name":"Ann","count":5.0,"share":1.5,"on":true,"at":"2026-01-31","kind":"a","tags":[{"id":1}],"open":{"x":1},"any":[1]}""")]
    [InlineData("""{"name":null,"count":null,"tags":null}""")]
    [InlineData("{}")]
    [InlineData("""{"tags":[]}""")]
    public void What_is_as_described_is_not_doubted(string body) => Assert.Empty(Doubts(Schema, body));

    [Theory]
    [InlineData("""{"name":7}""", "name should be a text, and is the number 7")]
    [InlineData("""{"name":"Anna B"}""", "name has 6 characters, and 5 are allowed")]
    [InlineData("""{"count":"5"}""", "count should be a whole number, and is a text")]
    [InlineData("""{"count":1.5}""", "count should be a whole number, and is the number 1.5")]
    [InlineData("""{"on":[]}""", "on should be true or false, and is a list")]
    [InlineData("""{"at":"soon"}""", "at should be a time, as in 2026-01-31T10:00:00Z")]
    [InlineData("""{"kind":"c"}""", "kind is none of a, b")]
    [InlineData("""{"tags":[{"id":1},{"id":"x"},{"ids":1}]}""", "tags[1].id should be a whole number, and is a text", "tags[2].ids is not among the fields that are known here: did you mean 'id'?")]
    [InlineData("""{"cuont":1}""", "cuont is not among the fields that are known here: did you mean 'count'?")]
    [InlineData("""{"colour":1}""", "colour is not among the fields that are known here")]
    [InlineData("[]", " should be an object, and is a list")]
    public void What_is_not_is_told_with_its_place(string body, params string[] doubts) => Assert.Equal(doubts, Doubts(Schema, body));

    [Fact]
    public void Without_a_schema_nothing_is_doubted_and_doubts_have_a_bound()
    {
        Assert.Empty(SchemaDoubts.Of(default, JsonElement.Parse("""{"a":1}""")));
        Assert.Empty(Doubts("""{"type":"object"}""", """{"a":1}"""));
        var many = "{" + string.Join(',', Enumerable.Range(0, 1000).Select(n => $"\"{new string('x', 200)}{n}\":1")) + "}";
        Assert.Equal(20, Doubts(Schema, many).Count);
    }

    private static List<string> Doubts(string schema, string body) =>
        [.. SchemaDoubts.Of(JsonElement.Parse(schema), JsonElement.Parse(body)).Select(d => $"{d.Field} {d.Message}")];
}
