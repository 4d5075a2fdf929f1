using System.Numerics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Expressions;
using Weir.Expressions.Paths;

namespace Weir.Tests.Expressions.Paths;

public sealed class PropertyTests
{
    private static readonly Gen<string> PathTexts = Generated.TextOf(
        "$", "@", ".", "..", "*", "[", "]", "[?", "(", ")", "!", "&&", "||", "==", "<=", ">", ",", ":", "'", "\"", "\\",
        " ", "a", "b", "0", "1", "-1", "2:0:-1", "1e2", "null", "true", "@.a", "$.a", "$..*", "[*]", "[?@.a == 1]",
        "length(", "count(", "value(", "match(", "search(", "'a.*'", "'[^a]\\\\p{L}'", "\ud83d", "😀", "\0");

    private static readonly Gen<string> Conditions = Gen.Elements(
        "@", "@.a", "$..a", "@ == $", "@.a < @.b", "@ >= 1", "length(@) <= count(@..*)", "value(@.*) == 'a'",
        "match(@, $.a)", "search(@.a, @.b)", "match(@, '[a-z]|[^b]*')", "!@.b", "(@.a || @.b) && @[0]");

    [Fact]
    public void Any_text_is_a_path_or_is_refused() =>
        Prop.ForAll(PathTexts.ToArbitrary(), Generated.Json(Generated.Names).ToArbitrary(), (path, json) =>
            Run("$" + path, json)).Check(Generated.Often);

    [Fact]
    public void Any_condition_on_any_record_gives_values_or_an_error_of_the_record() =>
        Prop.ForAll(
            Gen.Elements("$[?{0}]", "$..[?{0}]", "$[?{0}, 0, ::-2]", "$.*[?$[?{0}]]").Zip(Conditions).ToArbitrary(),
            Generated.Json(Generated.Names).ToArbitrary(),
            (path, json) => Run(path.Item1.Replace("{0}", path.Item2, StringComparison.Ordinal), json))
            .Check(Generated.Often);

    [Fact]
    public void Any_text_is_a_regular_expression_or_matches_nothing() =>
        Prop.ForAll(
            Generated.TextOf(
                "a", "b", "😀", "(", ")", "|", "*", "+", "?", "{", "}", "{2,3}", "{0,}", "[", "]", "[^", "-", "a-z",
                "\\", "\\p{Zs}", "\\P{Zs}", "\\.", ".", "^", "$", "\ud83d", "\udc00", ",").ToArbitrary(),
            source => Pattern.Compile(source, isWhole: false) is { IsTooLarge: true } pattern
                || Pattern.Compile(source, isWhole: true).IsMatch("a😀b", new Evaluation(default, "mapping")) is var _)
            .Check(Generated.Often);

    [Fact]
    public void Numbers_are_ordered_as_the_fractions_that_they_are()
    {
        var number =
            from sign in Gen.Elements("", "-")
            from whole in Gen.Elements("0", "1", "10", "12", "120", "9007199254740993")
            from fraction in Gen.Elements("", ".0", ".5", ".50", ".05", ".0120")
            from exponent in Gen.Elements("", "e0", "E1", "e-2", "e+3")
            select sign + whole + fraction + exponent;

        Prop.ForAll(number.ToArbitrary(), number.ToArbitrary(), (a, b) =>
            Math.Sign(JsonNumber.Compare(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b)))
                == Scaled(a).CompareTo(Scaled(b))).Check(Generated.Often);
    }

    /// <summary>The number times 10^10, exactly.</summary>
    private static BigInteger Scaled(string number)
    {
        var parts = number.Split('e', 'E');
        var mantissa = parts[0].Split('.');
        var fraction = mantissa.Length > 1 ? mantissa[1] : "";
        var exponent = (parts.Length > 1 ? int.Parse(parts[1]) : 0) - fraction.Length + 10;
        return BigInteger.Parse(mantissa[0] + fraction) * BigInteger.Pow(10, exponent);
    }

    private static void Run(string path, string json)
    {
        try
        {
            var parsed = JsonPath.Parse(path);
            var record = JsonElement.Parse(json);
            var values = new List<JsonElement>();
            parsed.Select(record, values);
            Assert.Equal(values.Count > 0, parsed.TryGet(record, out _));
            Assert.True(!parsed.IsSingular || values.Count <= 1);
        }
        catch (Exception e) when (e is ExpressionException or EvaluationException)
        {
        }
    }
}
