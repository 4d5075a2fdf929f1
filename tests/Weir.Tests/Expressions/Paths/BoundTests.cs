using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Paths;

namespace Weir.Tests.Expressions.Paths;

public sealed class BoundTests
{
    private static readonly string ManyNumbers = $"[{string.Join(',', Enumerable.Range(0, 20_000))}]";

    [Theory]
    [InlineData("$[?count($[?count($..*) == 0]) == 0]")]
    [InlineData("$[?$[?$[?@ == -1]]]")]
    [InlineData("$[?$ != $ || $[19999] == -1]")]
    [InlineData("$[?match('a', $[0]) || $ == $]")]
    public void Work_that_multiplies_ends_with_an_error(string path) =>
        Assert.Contains("steps", Failed(path, ManyNumbers), StringComparison.Ordinal);

    [Fact]
    public void Looking_up_names_in_a_wide_object_is_paid_for()
    {
        var record = $"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"'m{i}':1"))}}}";

        Assert.Contains("steps", Failed("$[?$.none]", record), StringComparison.Ordinal);
    }

    [Fact]
    public void Regular_expressions_out_of_the_record_are_paid_for()
    {
        var record = $"[{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"'a{i}.*b{{1,9}}'"))}]";

        Assert.Contains("steps", Failed("$[?match('x', @)]", record), StringComparison.Ordinal);
    }

    [Fact]
    public void A_regular_expression_out_of_the_record_has_a_greatest_size() =>
        Assert.Contains("too large", Failed("$[?match(@, @)]", "['a{1001}']"), StringComparison.Ordinal);

    [Fact]
    public void A_path_gives_a_million_values_at_most() =>
        Assert.Contains(
            "1000000 values",
            Failed($"$[{string.Join(',', Enumerable.Repeat("*", 60))}]", ManyNumbers),
            StringComparison.Ordinal);

    [Fact]
    public void A_record_of_great_depth_is_refused_and_does_not_end_the_process()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);

        Assert.Contains("512 levels", Failed("$..*", deep), StringComparison.Ordinal);
        Assert.Contains("512 levels", Failed("$[?@ == $[0]]", deep), StringComparison.Ordinal);
    }

    [Fact]
    public void A_great_record_of_usual_shape_is_within_the_bounds()
    {
        var values = new List<JsonElement>();
        JsonPath.Parse("$..[?@ > 5]").Select(Json.Of(ManyNumbers), values);

        Assert.Equal(19_994, values.Count);
    }

    private static string Failed(string path, string record)
    {
        var parsed = JsonPath.Parse(path);
        var root = Json.Of(record);
        var failure = Assert.Throws<EvaluationException>(() => parsed.Select(root, []));
        Assert.Equal("mapping", failure.Code);
        return failure.Message;
    }
}
