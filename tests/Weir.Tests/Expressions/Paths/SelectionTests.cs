using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Paths;

namespace Weir.Tests.Expressions.Paths;

public sealed class SelectionTests
{
    [Fact]
    public void Of_a_name_that_occurs_twice_the_last_one_counts() =>
        Assert.Equal("[2]", Selected("$.a", "{'a':1,'a':2}"));

    [Fact]
    public void A_number_that_a_double_cannot_hold_comes_back_with_its_digits() =>
        Assert.Equal("[12345678901234567890.10]", Selected("$.a", "{'a':12345678901234567890.10}"));

    [Theory]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1", "1.0", true)]
    [InlineData("100", "1e2", true)]
    [InlineData("0.001", "1E-3", true)]
    [InlineData("-0.0", "0", true)]
    [InlineData("0e5", "0", true)]
    [InlineData("1e999999999999999999999", "1e400", false)]
    public void Numbers_are_compared_by_their_digits(string a, string b, bool equal) =>
        Assert.Equal(equal, Selected("$[?$.a == $.b]", $"{{'a':{a},'b':{b}}}") != "[]");

    [Theory]
    [InlineData("'a'", "'a'", true)]
    [InlineData("'\\u0061'", "'a'", true)]
    [InlineData("'\\ud83d\\ude00'", "'😀'", true)]
    [InlineData("{'x':1,'y':[1,2]}", "{'y':[1.0,2],'x':1e0}", true)]
    [InlineData("{'x':1,'x':2}", "{'x':2}", true)]
    [InlineData("{'x':1}", "{'y':1}", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("null", "false", false)]
    public void Values_are_equal_by_what_they_mean(string a, string b, bool equal) =>
        Assert.Equal(equal, Selected("$[?$.a == $.b]", $"{{'a':{a},'b':{b}}}") != "[]");

    [Fact]
    public void Texts_are_ordered_by_scalar_values_and_not_by_their_halves() =>
        Assert.Equal("[\"\uFFFD\"]", Selected("$[?@ < '\U0001F600']", "['\uFFFD','\U0001F601']"));

    [Fact]
    public void A_text_is_as_long_as_it_has_characters() =>
        Assert.Equal("[\"😀\"]", Selected("$[?length(@) == 1]", "['😀','ab']"));

    [Theory]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData("[😀-😂]", "😃", false)]
    [InlineData("[^a]", "😀", true)]
    [InlineData("[^😀]", "😀", false)]
    [InlineData("[^😀]", "😁", true)]
    [InlineData("\\\\p{L}+", "aé𝐀", true)]
    [InlineData("\\\\p{Lu}", "𝐚", false)]
    [InlineData("\\\\P{L}", "😀", true)]
    [InlineData("[\\\\p{L}\\\\p{Nd}_-]+", "a-1_𝟘", true)]
    [InlineData(".{2}", "😀a", true)]
    [InlineData("a|bc|", "bc", true)]
    [InlineData("(ab){2,3}", "abab", true)]
    [InlineData("(ab){2,}", "ab", false)]
    [InlineData("a{0}", "", true)]
    [InlineData("[$]\\\\^", "$^", true)]
    public void A_regular_expression_sees_characters(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Matches(pattern, text));

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a**")]
    [InlineData("a{2,1}")]
    [InlineData("[b-a]")]
    [InlineData("[]")]
    [InlineData("[a-b-c]")]
    [InlineData("\\\\d")]
    [InlineData("\\\\p{Xx}")]
    [InlineData("\\\\p{Cs}")]
    [InlineData("(?:a)")]
    [InlineData("(?=a)")]
    [InlineData("a*?")]
    public void What_is_no_regular_expression_matches_nothing(string pattern)
    {
        Assert.False(Matches(pattern, "a"));
        Assert.False(Matches(pattern, pattern));
    }

    [Fact]
    public void A_text_that_is_no_Unicode_is_an_error_of_its_record_when_it_is_looked_at()
    {
        Assert.Equal("mapping", Failed("$[?@ == 'a\\u0061']", "['\\ud800']"));
        Assert.Equal("mapping", Failed("$[?length(@) == 1]", "['\\ud800']"));
        Assert.Equal("[\"\\ud800\"]", Selected("$[0]", "['\\ud800']"));
    }

    [Fact]
    public void A_singular_path_allocates_nothing()
    {
        var path = JsonPath.Parse("$.customer['name'].parts[-1]");
        var record = Json.Of("{'customer':{'name':{'parts':['a',{'b':1},'Zoë']}}}");
        path.TryGet(record, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = path.TryGet(record, out var value);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(found);
        Assert.Equal("Zoë", value.GetString());
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_path_works_on_a_record_that_is_no_object()
    {
        Assert.Equal("[5]", Selected("$", "5"));
        Assert.Equal("[]", Selected("$.a", "5"));
        Assert.Equal("[]", Selected("$..*", "null"));
    }

    private static bool Matches(string pattern, string text) =>
        Selected("$[0][?match(@, $[1])]", $"[['{text}'],'{pattern}']") != "[]";

    private static string Selected(string path, string record)
    {
        var values = new List<JsonElement>();
        JsonPath.Parse(path).Select(Json.Of(record), values);
        return Json.Text(values);
    }

    private static string Failed(string path, string record) =>
        Assert.Throws<EvaluationException>(() => Selected(path, record)).Code;
}
