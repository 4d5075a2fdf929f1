using Weir.Expressions;
using Weir.Expressions.Filters;

namespace Weir.Tests.Expressions.Filters;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("{'foo':[1]}", "foo")]
    [InlineData("{'and':[true,{'foo':1}]}", "and[1].foo")]
    [InlineData("{'!':{'foo':1}}", "!.foo")]
    [InlineData("[1,{'if':[true,[{'foo':1}]]}]", "[1].if[1][0].foo")]
    [InlineData("{'between':[1,2,3]}", "between")]
    [InlineData("{'VAR':'a'}", "VAR")]
    [InlineData("{'':1}", "")]
    public void An_unknown_operation_is_refused_by_its_name_and_place(string rule, string path)
    {
        var refusal = Assert.Throws<ExpressionException>(() => Filter.Parse(Json.Of(rule)));

        Assert.Equal(path, refusal.Path);
        Assert.Contains($"'{path.Split('.')[^1]}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_occurs_twice_in_a_rule_is_refused() =>
        Assert.Equal("and[0]", Refused("{'and':[{'==':[1,1],'==':[1,2]}]}").Path);

    [Fact]
    public void A_text_that_is_no_Unicode_is_refused()
    {
        Assert.Equal("cat[0]", Refused("{'cat':['\\ud800']}").Path);
        Assert.Equal("", Refused("{'\\ud800':[]}").Path);
    }

    [Fact]
    public void A_rule_has_a_greatest_nesting_and_size()
    {
        var deep = new string('[', 101) + new string(']', 101);

        Assert.Contains("100 levels", Refused(deep).Message, StringComparison.Ordinal);
        Assert.Contains(
            "100000 parts",
            Refused($"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_outlives_the_document_of_its_rule()
    {
        Filter filter;
        using (var document = System.Text.Json.JsonDocument.Parse("""{"in":[{"var":"a"},[1,"x"]]}"""))
        {
            filter = Filter.Parse(document.RootElement);
        }

        Assert.True(filter.Test(Json.Of("{'a':'x'}")));
    }

    private static ExpressionException Refused(string rule) =>
        Assert.Throws<ExpressionException>(() => Filter.Parse(Json.Of(rule)));
}
