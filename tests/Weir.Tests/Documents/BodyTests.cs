using System.Text;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Tests.Documents;

public sealed class BodyTests
{
    [Theory]
    [InlineData("", "line 1, position 1")]
    [InlineData("{", "line 1, position 2")]
    [InlineData("{\"a\":1,}", "line 1, position 8")]
    [InlineData("{\n  \"a\": tru\n}", "line 2")]
    [InlineData("{} {}", "line 1, position 4")]
    [InlineData("{'a':1}", "line 1, position 2")]
    [InlineData("{\"a\":01}", "line 1")]
    [InlineData("{/* */}", "line 1")]
    public void What_is_not_JSON_is_malformed_with_line_and_position(string body, string place)
    {
        var refused = Refused(body);

        Assert.Equal(ErrorCodes.Malformed, refused.Code);
        Assert.Contains(place, refused.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    public void What_is_no_object_is_refused(string body) => Assert.Equal(ErrorCodes.Validation, Refused(body).Code);

    [Theory]
    [InlineData("""{"name":"a","name":"b"}""", "name")]
    [InlineData("""{"settings":{"subdomain":"a","subdomain":"a"}}""", "settings.subdomain")]
    [InlineData("""{"steps":[{},{"when":1,"when":2}]}""", "steps[1].when")]
    [InlineData("""{"a":[[1,{"b":1,"b":2}]]}""", "a[0][1].b")]
    [InlineData("""{"name":"a","n\u0061me":"b"}""", "name")]
    [InlineData("""{"a":{"x":1},"b":[{"x":1},{"x":1}],"c":{"x":1,"y":{"x":1},"x":2}}""", "c.x")]
    public void A_key_that_stands_twice_is_refused_with_its_path(string body, string path)
    {
        var problem = Assert.Single(Refused(body).Problems);

        Assert.Equal((path, ErrorCodes.DuplicateField), (problem.Field, problem.Code));
    }

    [Fact]
    public void The_same_key_at_different_places_is_fine() =>
        Assert.Equal(2, Body.Parse("""{"a":{"a":1},"b":[{"a":1},{"a":2}]}""").EnumerateObject().Count());

    [Fact]
    public void Text_that_is_not_UTF8_is_malformed()
    {
        var refused = Assert.Throws<RefusalException>(() => Body.Parse(new byte[] { (byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)'}' }));

        Assert.Equal(ErrorCodes.Malformed, refused.Code);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "a")]
    [InlineData("""{"a":["x","\udc00x"]}""", "a[1]")]
    [InlineData("""{"\ud800":1}""", "")]
    public void Half_a_character_is_malformed(string body, string path)
    {
        var refused = Refused(body);

        Assert.Equal(ErrorCodes.Malformed, refused.Code);
        Assert.Equal(path, refused.Problems[0].Field);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.True(Body.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' }).ValueKind == System.Text.Json.JsonValueKind.Object);

    [Fact]
    public void Nesting_is_bounded_and_the_bound_itself_is_fine()
    {
        Body.Parse(Nested(Body.DepthMax));

        var refused = Refused(Nested(Body.DepthMax + 1));
        Assert.Equal(ErrorCodes.Validation, refused.Code);
        Assert.StartsWith("a[0][0]", refused.Problems[0].Field);
        Assert.Equal(ErrorCodes.Validation, Refused(Nested(100_000)).Code);
    }

    [Fact]
    public async Task A_body_of_the_bound_is_read_and_one_byte_more_is_too_large()
    {
        var fits = Encoding.UTF8.GetBytes("{}".PadRight(Body.BytesMax));
        await Body.ReadAsync(new MemoryStream(fits), BodyBounds.Resource, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<RefusalException>(
            () => Body.ReadAsync(new MemoryStream([.. fits, (byte)' ']), BodyBounds.Resource, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.TooLarge, refused.Code);
    }

    [Fact]
    public void Numbers_stay_as_they_were_written() =>
        Assert.Equal("1.000000000000000000000001e+400", Body.Parse("""{"n":1.000000000000000000000001e+400}""").GetProperty("n").GetRawText());

    [Fact]
    public void Only_the_first_hundred_problems_are_told()
    {
        var body = new StringBuilder("{\"a\":1");
        for (var i = 0; i < 1000; i++)
        {
            body.Append(",\"a\":1");
        }

        Assert.Equal(100, Refused(body.Append('}').ToString()).Problems.Count);
    }

    private static RefusalException Refused(string body) => Assert.Throws<RefusalException>(() => Body.Parse(body));

    private static string Nested(int depth) =>
        "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
}
