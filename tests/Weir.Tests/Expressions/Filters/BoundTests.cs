using Weir.Expressions;

namespace Weir.Tests.Expressions.Filters;

public sealed class BoundTests
{
    private static readonly string ManyNumbers = $"[{string.Join(',', Enumerable.Range(0, 20_000))}]";

    [Theory]
    [InlineData("{'reduce':[{'var':''},{'cat':[{'var':'accumulator'},{'var':'accumulator'}]},'x']}", "characters")]
    [InlineData("{'reduce':[{'var':''},{'merge':[{'var':'accumulator'},{'var':'accumulator'}]},[1]]}", "1000000 items")]
    [InlineData("{'reduce':[{'var':''},[{'var':'accumulator'}],0]}", "256 levels")]
    [InlineData("{'cat':[{'reduce':[{'var':''},[{'var':'accumulator'}],0]}]}", "256 levels")]
    public void What_a_rule_builds_has_bounds(string rule, string bound) =>
        Assert.Contains(bound, Failed(rule, ManyNumbers), StringComparison.Ordinal);

    [Fact]
    public void Work_that_multiplies_ends_with_an_error() =>
        Assert.Contains(
            "steps",
            Failed($"{{'map':[{{'var':''}},{{'in':[-1,{ManyNumbers}]}}]}}", ManyNumbers),
            StringComparison.Ordinal);

    [Fact]
    public void A_result_that_doubles_is_never_written_whole()
    {
        // Doublings of a list are small to hold, because they share it, and large to write.
        var doublings = $"[{string.Join(',', Enumerable.Range(0, 24))}]";

        Assert.Contains(
            "more than",
            Failed("{'reduce':[{'var':''},[{'var':'accumulator'},{'var':'accumulator'}],'a long text']}", doublings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_great_record_of_usual_shape_is_within_the_bounds()
    {
        const string Count =
            "{'reduce':[{'filter':[{'var':''},{'>':[{'var':''},5]}]},{'+':[{'var':'accumulator'},1]},0]}";

        Assert.Equal("19994", Evaluating.Evaluated(Count, ManyNumbers));
    }

    private static string Failed(string rule, string record)
    {
        var failure = Assert.Throws<EvaluationException>(() => Evaluating.Evaluated(rule, record));
        Assert.Equal("filter", failure.Code);
        return failure.Message;
    }
}
