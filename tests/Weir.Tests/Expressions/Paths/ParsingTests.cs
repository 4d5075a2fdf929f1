using Weir.Expressions;
using Weir.Expressions.Paths;

namespace Weir.Tests.Expressions.Paths;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 0)]
    [InlineData(" $", 0)]
    [InlineData("$ ", 1)]
    [InlineData("$.", 2)]
    [InlineData("$.a[", 4)]
    [InlineData("$[1", 3)]
    [InlineData("$['a", 2)]
    [InlineData("$['\\x']", 4)]
    [InlineData("$[01]", 2)]
    [InlineData("$[?nope(@)]", 3)]
    [InlineData("$[?length(@)]", 3)]
    [InlineData("$[?@..a == 1]", 3)]
    [InlineData("$[?count(1) == 1]", 9)]
    [InlineData("$[?@.a == ]", 10)]
    [InlineData("$[9007199254740992]", 2)]
    public void A_text_that_is_no_path_is_refused_with_the_position(string text, int position)
    {
        var refusal = Assert.Throws<ExpressionException>(() => JsonPath.Parse(text));

        Assert.Equal(position, refusal.Position);
        Assert.Contains($"position {position}.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_function_is_refused_by_its_name() =>
        Assert.Contains("'nope'", Refused("$[?nope(@)]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("$", true)]
    [InlineData("$.a['b'][0][-1]", true)]
    [InlineData("$.a[ 'b' ]", true)]
    [InlineData("$..a", false)]
    [InlineData("$[0,1]", false)]
    [InlineData("$[0:1]", false)]
    [InlineData("$.*", false)]
    [InlineData("$[?@.a]", false)]
    public void A_path_that_names_one_place_is_singular(string text, bool isSingular) =>
        Assert.Equal(isSingular, JsonPath.Parse(text).IsSingular);

    [Fact]
    public void A_path_has_a_greatest_length() =>
        Assert.Contains("10000", Refused("$." + new string('a', 10_000)), StringComparison.Ordinal);

    [Theory]
    [InlineData("$[?", "(", "@", ")", "]")]
    [InlineData("$", "[?@", "", "]", "")]
    [InlineData("$[?", "length(", "@", ")", " == 1]")]
    [InlineData("$[?", "!(", "@", ")", "]")]
    public void A_path_has_a_greatest_nesting(string start, string open, string middle, string close, string end)
    {
        string Nested(int n) => start + Repeat(open, n) + middle + Repeat(close, n) + end;

        JsonPath.Parse(Nested(20));
        Assert.Contains("nested", Refused(Nested(1_000)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a{100}){100}")]
    [InlineData("a{99999999999999999999}")]
    [InlineData("\\\\p{L}{1,900}")]
    public void A_regular_expression_has_a_greatest_size(string pattern) =>
        Assert.Contains("too large", Refused($"$[?match(@, '{pattern}')]"), StringComparison.Ordinal);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Refused(string text) =>
        Assert.Throws<ExpressionException>(() => JsonPath.Parse(text)).Message;
}
