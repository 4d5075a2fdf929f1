using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class PreviewTests : ApiTest
{
    [Theory]
    [InlineData("path", """{"path":"$..a","record":{"a":1.10,"b":{"a":12345678901234567890.0}}}""", """{"values":[1.10,12345678901234567890.0]}""")]
    [InlineData("path", """{"path":"$.x","record":null}""", """{"values":[]}""")]
    [InlineData("path", """{"path":"$","record":"é"}""", """{"values":["é"]}""")]
    [InlineData("filter", """{"filter":{"==":[{"var":"a"},1]},"record":{"a":1}}""", """{"result":true}""")]
    [InlineData("filter", """{"filter":{"var":"a"},"record":{"a":10.50}}""", """{"result":10.50}""")]
    [InlineData("filter", """{"filter":{"/":[1,0]},"record":{}}""", """{"result":null}""")]
    [InlineData("filter", """{"filter":{"var":""},"record":5}""", """{"result":5}""")]
    [InlineData("template", """{"template":"Hi {{name}}","record":{"name":"a b"}}""", """{"text":"Hi a b"}""")]
    [InlineData("template", """{"template":"/{{name}}","record":{"name":"a b"},"for":"path"}""", """{"text":"/a%20b"}""")]
    [InlineData("template", """{"template":"{{big}}","record":{"big":12345678901234567890}}""", """{"text":"12345678901234567890"}""")]
    [InlineData("mapping", """{"mapping":{"a":"$.x","b":"{{x}}!","c":null},"record":{"x":1.0}}""", """{"record":{"a":1.0,"b":"1.0!","c":null}}""")]
    [InlineData("mapping", """{"mapping":{"s":{"@from":"$.s","@lookup":"status"}},"lookups":{"status":{"open":"1"}},"record":{"s":"open"}}""", """{"record":{"s":"1"}}""")]
    [InlineData("mapping", """{"mapping":"$","record":[1,2]}""", """{"record":[1,2]}""")]
    public async Task An_expression_shows_what_it_makes_of_a_record(string kind, string body, string expected) =>
        Assert.Equal(expected, (await Api.PostAsync($"preview/{kind}", body)).MustBe(200).Text);

    [Theory]
    [InlineData("path", """{"path":"$.a[","record":{}}""", "expression", "path", 4)]
    [InlineData("filter", """{"filter":{"and":[{"nope":1}]},"record":{}}""", "expression", "filter.and[0].nope", null)]
    [InlineData("template", """{"template":"{{id}} {{nope id}}","record":{}}""", "expression", "template", 9)]
    [InlineData("mapping", """{"mapping":{"a":{"b":"$.["}},"record":{}}""", "expression", "mapping.a.b", 2)]
    [InlineData("mapping", """{"mapping":{"a":[{"@from":"$.x","@type":"integer"}]},"record":{"x":"no"}}""", "mapping", "a[0]", null)]
    [InlineData("template", """{"template":"/{{x}}","record":{"x":".."},"for":"path"}""", "template", "template", null)]
    [InlineData("template", """{"template":"x","record":{},"for":"body"}""", "validation", "for", null)]
    [InlineData("path", """{"path":"$"}""", "required", "record", null)]
    [InlineData("filter", """{"record":1}""", "required", "filter", null)]
    [InlineData("mapping", """{"mapping":{},"record":{},"colour":1}""", "unknown_field", "colour", null)]
    public async Task What_cannot_be_evaluated_is_refused_with_its_place(
        string kind, string body, string code, string field, int? position)
    {
        var refused = (await Api.PostAsync($"preview/{kind}", body)).MustRefuse(422, code, field).Json;

        if (position is not null)
        {
            var error = refused.GetProperty("errors")[0];
            Assert.Equal(position, error.GetProperty("position").GetInt32());
            Assert.Contains($"{position}", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
        }

        if (code == "expression")
        {
            Assert.Equal(JsonValueKind.Number, refused.GetProperty("errors")[0].GetProperty("position").ValueKind);
        }
    }
}
