using Weir.Expressions;
using Weir.Expressions.Filters;

namespace Weir.Tests.Expressions.Filters;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData("{'var':''}", "12345678901234567890.10", "12345678901234567890.10")]
    [InlineData("{'var':'a'}", "{'a':[1.0,{'b':9007199254740993}]}", "[1.0,{\"b\":9007199254740993}]")]
    [InlineData("{'max':[{'var':''},1]}", "9007199254740993", "9007199254740993")]
    [InlineData("{'cat':['#',{'var':''}]}", "9007199254740993", "\"#9007199254740993\"")]
    [InlineData("{'if':[true,1.0]}", "null", "1.0")]
    public void A_number_that_no_arithmetic_touched_keeps_its_digits(string rule, string record, string result) =>
        Assert.Equal(result, Evaluating.Evaluated(rule, record));

    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("'9007199254740993'", "9007199254740992")]
    [InlineData("12345678901234567890", "12345678901234567891")]
    public void Numbers_that_a_double_cannot_tell_apart_differ(string a, string b)
    {
        Assert.Equal("false", Evaluating.Evaluated($"{{'==':[{{'var':''}},{b}]}}", a));
        Assert.Equal("true", Evaluating.Evaluated($"{{'!=':[{a},{{'var':''}}]}}", b));
        Assert.Equal("true", Evaluating.Evaluated($"{{'in':[{a},[{b},{a}]]}}"));
    }

    [Theory]
    [InlineData("{'/':[1,0]}")]
    [InlineData("{'%':[1,0]}")]
    [InlineData("{'+':['x']}")]
    [InlineData("{'-':[]}")]
    [InlineData("{'max':[]}")]
    [InlineData("{'*':[1e300,1e300]}")]
    [InlineData("{'and':[]}")]
    [InlineData("{'if':[]}")]
    public void What_JSON_cannot_hold_is_null(string rule) => Assert.Equal("null", Evaluating.Evaluated(rule));

    [Theory]
    [InlineData("{'-':[0]}", "0")]
    [InlineData("{'cat':[0.1,'|',1e21,'|',1e-7,'|',100e2,'|',-0,'|',1.50,'|',true,null,[1,[2,null]],{}]}",
        "\"0.1|1e\\u002B21|1e-7|10000|0|1.5|true1,2,[object Object]\"")]
    [InlineData("{'+':[0.1,0.2]}", "0.30000000000000004")]
    [InlineData("{'*':[]}", "1")]
    [InlineData("{'==':[null,{'var':'none'}]}", "true")]
    [InlineData("{'==':[[1],1]}", "true")]
    [InlineData("{'==':['0x10',16]}", "true")]
    [InlineData("{'==':[' 1e2 ',100]}", "true")]
    [InlineData("{'<':['b','ab']}", "false")]
    [InlineData("{'<':['10','9']}", "true")]
    [InlineData("{'>':['x',1]}", "false")]
    [InlineData("{'<=':[1,1,2]}", "true")]
    [InlineData("{'in':['',' ']}", "true")]
    [InlineData("{'in':['','']}", "false")]
    [InlineData("{'substr':['Zoë 😀',0,3]}", "\"Zo\\u00EB\"")]
    [InlineData("{'log':[7]}", "7")]
    public void Values_are_converted_as_JavaScript_does(string rule, string result) =>
        Assert.Equal(result, Evaluating.Evaluated(rule));

    [Theory]
    [InlineData("{'var':'list.length'}", "2")]
    [InlineData("{'var':'list.1'}", "8")]
    [InlineData("{'var':'list.01'}", "null")]
    [InlineData("{'var':'list.-1'}", "null")]
    [InlineData("{'var':['none.at.all','else']}", "\"else\"")]
    [InlineData("{'var':['nothing','else']}", "null")]
    [InlineData("{'var':'twice'}", "2")]
    [InlineData("{'var':'name.length'}", "3")]
    [InlineData("{'missing':['nothing','empty','name','none.deep']}", "[\"nothing\",\"empty\",\"none.deep\"]")]
    public void A_variable_is_found_as_JavaScript_finds_properties(string rule, string result) =>
        Assert.Equal(
            result,
            Evaluating.Evaluated(rule, "{'list':[7,8],'nothing':null,'empty':'','name':'Zoë','twice':1,'twice':2}"));

    [Theory]
    [InlineData("{'cat':[{'var':''}]}")]
    [InlineData("{'==':[{'var':''},'x\\u0061']}")]
    [InlineData("{'var':''}")]
    [InlineData("[{'var':''}]")]
    public void A_text_that_is_no_Unicode_is_an_error_of_its_record(string rule) =>
        Assert.Equal("filter", Assert.Throws<EvaluationException>(() => Evaluating.Evaluated(rule, "'\\ud800'")).Code);

    [Fact]
    public void Half_a_character_is_an_error_and_not_another_character() =>
        Assert.Throws<EvaluationException>(() => Evaluating.Evaluated("{'substr':['😀',0,1]}"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("[]", false)]
    [InlineData("[0]", true)]
    [InlineData("{}", true)]
    [InlineData("'0'", true)]
    [InlineData("''", false)]
    [InlineData("-0.0", false)]
    [InlineData("null", false)]
    [InlineData("{'/':[0,0]}", false)]
    public void A_test_is_about_truth(string rule, bool result) =>
        Assert.Equal(result, Filter.Parse(Json.Of(rule)).Test(Json.Of("{}")));

    [Fact]
    public void A_usual_filter_allocates_nothing_for_a_record()
    {
        var filter = Filter.Parse(Json.Of(
            "{'and':[{'==':[{'var':'status'},'open']},{'>':[{'var':'customer.orders'},3]},"
            + "{'in':[{'var':'channel'},['email','chat']]}]}"));
        var record = Json.Of("{'status':'open','customer':{'orders':4},'channel':'chat'}");
        filter.Test(record);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = filter.Test(record);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(result);
        Assert.Equal(0, allocated);
    }
}
