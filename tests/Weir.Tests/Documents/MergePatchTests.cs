using Weir.Engine.Documents;

namespace Weir.Tests.Documents;

public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"name":"a","level":1}""", """{"level":2}""", """{"name":"a","level":2}""")]
    [InlineData("""{"settings":{"a":1,"b":2}}""", """{"settings":{"b":3,"c":4}}""", """{"settings":{"a":1,"b":3,"c":4}}""")]
    [InlineData("""{"settings":{"a":1,"b":2}}""", """{"settings":{"b":null}}""", """{"settings":{"a":1,"b":null}}""")]
    [InlineData("""{"connections":["x"]}""", """{"connections":["y"]}""", """{"connections":["y"]}""")]
    [InlineData("""{"once":{"mark":{"import":"i"}}}""", """{"once":null}""", """{"once":null}""")]
    [InlineData("""{"once":null}""", """{"once":{"mark":1}}""", """{"once":{"mark":1}}""")]
    [InlineData("{}", """{"bogus":null}""", """{"bogus":null}""")]
    [InlineData("""{"n":1.50}""", "{}", """{"n":1.50}""")]
    public void Own_fields_and_settings_are_merged(string stored, string patch, string expected) =>
        Assert.Equal(expected, Merged(stored, patch));

    [Theory]
    [InlineData("""{"mapping":{"a":1,"b":2}}""", """{"mapping":{"c":null}}""", """{"mapping":{"c":null}}""")]
    [InlineData("""{"filter":{"==":[1,2]}}""", """{"filter":{"!":[null]}}""", """{"filter":{"!":[null]}}""")]
    [InlineData("""{"steps":[{"id":"a"}]}""", """{"steps":[]}""", """{"steps":[]}""")]
    public void Documents_of_free_shape_are_replaced_whole_with_their_nulls(string stored, string patch, string expected) =>
        Assert.Equal(expected, Merged(stored, patch));

    [Fact]
    public void A_setting_that_is_called_like_a_free_document_is_still_merged() =>
        Assert.Equal(
            """{"settings":{"filter":{"a":1,"b":2}}}""",
            Merged("""{"settings":{"filter":{"a":1}}}""", """{"settings":{"filter":{"b":2}}}"""));

    private static string Merged(string stored, string patch) =>
        MergePatch.Apply(Body.Parse(stored), Body.Parse(patch)).GetRawText();
}
