using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Expressions;
using Weir.Expressions.Filters;

namespace Weir.Tests.Expressions.Filters;

public sealed class PropertyTests
{
    private static readonly Filter Itself = Filter.Parse(Json.Of("{'var':''}"));

    private static readonly Gen<string> OperationNames = Gen.Elements(
        "var", "missing", "missing_some", "if", "?:", "==", "===", "!=", "!==", "!", "!!", "or", "and", ">", ">=",
        "<", "<=", "max", "min", "+", "-", "*", "/", "%", "map", "filter", "reduce", "all", "none", "some", "merge",
        "in", "cat", "substr", "log", "unknown");

    [Fact]
    public void Any_rule_on_any_record_gives_JSON_or_one_of_the_two_errors() =>
        Prop.ForAll(Rules(4).ToArbitrary(), Generated.Json(Generated.Names).ToArbitrary(), (rule, record) =>
        {
            try
            {
                var result = JsonElement.Parse(JsonElement.Parse(rule).Evaluated(JsonElement.Parse(record)));
                var test = Filter.Parse(JsonElement.Parse(rule)).Test(JsonElement.Parse(record));

                // An infinity is true, but null once it is written.
                Assert.True(result.ValueKind is JsonValueKind.Null || Itself.Test(result) == test);
            }
            catch (Exception e) when (e is ExpressionException or EvaluationException)
            {
            }
        }).Check(Generated.Often);

    [Fact]
    public void A_number_is_written_so_that_it_reads_back_as_itself() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), number =>
        {
            var text = JsNumber.Format(number);
            Assert.Equal(number == 0 ? 0 : number, JsNumber.Parse(text));
            Assert.Equal(number == 0 ? 0 : number, JsNumber.ParsePrefix(text + "x"));
        }).Check(Generated.Often);

    [Theory]
    [InlineData(1e23, "1e+23")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(-1234.5, "-1234.5")]
    [InlineData(1e21, "1e+21")]
    [InlineData(5e-324, "5e-324")]
    public void A_number_is_written_as_JavaScript_does(double number, string text) =>
        Assert.Equal(text, JsNumber.Format(number));

    [Theory]
    [InlineData("", 0)]
    [InlineData(" \n", 0)]
    [InlineData("1.", 1)]
    [InlineData(".5", .5)]
    [InlineData("+1e1", 10)]
    [InlineData("0b11", 3)]
    [InlineData("0xfF", 255)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1e", double.NaN)]
    [InlineData("0x", double.NaN)]
    [InlineData("-0x1", double.NaN)]
    [InlineData("1,5", double.NaN)]
    [InlineData("١", double.NaN)]
    [InlineData(".", double.NaN)]
    [InlineData("nan", double.NaN)]
    public void A_text_is_read_as_a_number_as_JavaScript_does(string text, double number) =>
        Assert.Equal(number, JsNumber.Parse(text));

    private static Gen<string> Rules(int depth) => depth == 0
        ? Gen.OneOf(Generated.Json(Generated.Names, 1), Generated.Names.Select(n => $$"""{"var":"{{n}}"}"""))
        : Gen.OneOf(
            Rules(0),
            Arguments(depth),
            OperationNames.Zip(Arguments(depth)).Select(o => $$"""{"{{o.Item1}}":{{o.Item2}}}"""),
            OperationNames.Zip(Rules(depth - 1)).Select(o => $$"""{"{{o.Item1}}":{{o.Item2}}}"""));

    private static Gen<string> Arguments(int depth) =>
        Gen.Choose(0, 3).SelectMany(n => Rules(depth - 1).ListOf(n)).Select(a => $"[{string.Join(',', a)}]");
}
