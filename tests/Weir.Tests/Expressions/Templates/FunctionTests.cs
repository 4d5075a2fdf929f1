using Helpers = Weir.Expressions.Templates.Functions.Catalogue;
using static Weir.Tests.Expressions.Templates.Rendered;

namespace Weir.Tests.Expressions.Templates;

public sealed class FunctionTests
{
    private const string Record = """
        {"s":"  Hello World ","e":"","n":12.5,"neg":"-7.25","big":12345678901234567890.5,"z":0,"t":true,"nul":null,
         "l":[3,10,2,3],"w":["b","a","b"],"o":{"a":1,"b c":2},"rows":[{"x":{"y":1}},{"x":{"y":2}},{}],
         "at":"2024-02-29T12:34:56.789+01:00","day":"2024-02-29","emoji":"a😀b","q":"say \"hi\"\n"}
        """;

    public static TheoryData<string, string> Cases => new()
    {
        { "{{trim s}}|{{trimLeft s}}|{{trimRight s}}", "Hello World|Hello World |  Hello World" },
        { "{{uppercase s}}{{lowercase 'ÄB'}}", "  HELLO WORLD äb" },
        { "{{capitalize 'hello world'}}|{{capitalize e}}", "Hello world|" },
        { "{{replace 'a.b.c' '.' '-'}}|{{replace 'abc' 'b'}}", "a-b-c|ac" },
        { "{{substring 'Celigo' 1 4}}|{{substring 'Celigo' 4 1}}|{{substring 'abc' 1}}|{{substring 'abc' -5 99}}", "eli|eli|bc|abc" },
        { "{{substring emoji 1 2}}", "😀" },
        { "{{split 'a-b-c' '-' 1}}|{{split 'a-b-c' '-'}}|{{split 'a-b' '-' 5}}|{{split e ','}}", "b|a,b,c||" },
        { "{{padLeft 7 3 '0'}}|{{padRight 'ab' 4}}|{{padLeft 'abcd' 2}}", "007|ab  |abcd" },
        { "{{join w ', '}}|{{join w}}|{{join '/' 'a' w 'c'}}|{{join missing ','}}", "b, a, b|b,a,b|a/b/a/b/c|" },
        { "{{pluck rows 'x.y'}}", "1,2" },
        { "{{sort l}}|{{sort l reverse=true}}|{{sort w}}|{{sort (split '10,9,1')}}|{{sort (split '10,9,1') number=true}}", "2,3,3,10|10,3,3,2|a,b,b|1,10,9|1,9,10" },
        { "{{unique l}}|{{unique w}}", "3,10,2|b,a" },
        { "{{first l}}|{{last l}}|{{first l 2}}|{{last l 2}}|{{first 'xyz' 2}}|{{first missing}}", "3|3|3,10|2,3|xy|" },
        { "{{length l}}|{{length o}}|{{length emoji}}|{{length missing}}", "4|2|3|0" },
        { "{{default missing 'x'}}|{{default nul missing 'y'}}|{{default e 'x'}}|{{default z 1}}", "x|y||0" },
        { "{{required l}}|{{required z}}|{{uppercase (required 'a')}}", "3,10,2,3|0|A" },
        { "{{lookup o 'b c'}}|{{lookup l 1}}|{{lookup l 99}}|{{#each w}}{{lookup ../l @index}},{{/each}}", "2|10||3,10,2," },
        { "{{add '33' 11 n}}|{{add 0.1 0.2}}|{{add big 1}}|{{add 1.50 1.50}}", "56.5|0.3|12345678901234567891.5|3" },
        { "{{subtract 6 3}}|{{subtract n neg}}", "3|19.75" },
        { "{{multiply 3 19.99}}|{{multiply 99999999999999999999 99999999999999999999}}", "59.97|9999999999999999999800000000000000000001" },
        { "{{divide '2002' '100'}}|{{divide 1 3}}|{{divide 2 3}}|{{divide 1 8}}", "20.02|0.3333333333333333333333333333|0.6666666666666666666666666667|0.125" },
        { "{{modulo 7 3}}|{{modulo -7 3}}|{{modulo 5.5 2}}", "1|-1|1.5" },
        { "{{round 29.77}}|{{round 2.5}}|{{round -2.5}}|{{round 1.005 2}}|{{floor -1.5}}|{{ceil -1.5}}|{{ceil 45.02}}|{{floor 3}}", "30|3|-3|1.01|-2|-1|46|3" },
        { "{{abs neg}}|{{toFixed 12.5 2}}|{{toFixed 123.456789 4}}|{{toFixed 0.004 2}}|{{toFixed -0.5}}|{{toFixed 7 0}}", "7.25|12.50|123.4568|0.00|-1|7" },
        { "{{json o}}|{{json l}}|{{json 'a\"b'}}|{{json missing}}|{{json n}}|{{json w}}", "{\"a\":1,\"b c\":2}|[3,10,2,3]|\"a\\\"b\"|null|12.5|[\"b\",\"a\",\"b\"]" },
        { "{{json (json 'a')}}|{{length (json w)}}|{{json (sort w)}}", "\"\\\"a\\\"\"|13|[\"a\",\"b\",\"b\"]" },
        { "{{encodeURI 'a b/ä'}}|{{decodeURI 'a%20b%2F%C3%A4'}}", "a%20b%2F%C3%A4|a b/ä" },
        { "{{base64Encode 'Hellö'}}|{{base64Decode 'SGVsbMO2'}}", "SGVsbMO2|Hellö" },
        { "{{hash 'sha256' 'hex' 'HelloWorld'}}", "872e4e50ce9990d8b041330c47c9ddd11bec6b503ae9386a99da8584e9bb12c4" },
        { "{{hash 'md5' ''}}|{{hash 'sha1' 'base64' ''}}", "d41d8cd98f00b204e9800998ecf8427e|2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
        { "{{regexMatch 'Order 12345 of 678' '[0-9]+'}}|{{regexMatch 'a1b2' '[0-9]' 1}}|{{regexMatch 'ab' 'x'}}|{{regexMatch 'aB' 'b' 0 'i'}}", "12345|2||B" },
        { "{{regexReplace 'ABC-123 45' '' '[ -]'}}|{{regexReplace '2024-05' '$2/$1' '(\\d+)-(\\d+)'}}|{{regexReplace 'aXa' '_' 'x' 'gi'}}", "ABC12345|05/2024|a_a" },
        { "{{dateFormat 'dd.MM.yyyy HH:mm' at}}|{{dateFormat at 'yyyy'}}|{{dateFormat at}}|{{dateFormat 'yyyy' missing}}", "29.02.2024 11:34|2024|2024-02-29T11:34:56.789Z|" },
        { "{{dateFormat 'yyyy-MM-ddTHH:mm:sszzz' at 'Europe/Paris'}}|{{dateFormat 'HH:mm' day 'America/New_York'}}", "2024-02-29T12:34:56+01:00|19:00" },
        { "{{dateAdd day 86400000}}|{{dateAdd day 1 'month'}}|{{dateAdd day -1 'days'}}|{{dateAdd day '1.5' 'hours'}}|{{dateAdd day 1 'year'}}", "2024-03-01T00:00:00Z|2024-03-29T00:00:00Z|2024-02-28T00:00:00Z|2024-02-29T01:30:00Z|2025-02-28T00:00:00Z" },
        { "{{timestamp}}|{{timestamp 'yyyy-MM-dd'}}|{{timestamp 'HH:mm' 'Asia/Tokyo'}}", "2024-02-29T12:34:56.789Z|2024-02-29|21:34" },
        { "{{#compare n '>' 9}}y{{else}}n{{/compare}}{{compare '10' '<' '9'}}{{compare '10' '<' 9}}{{compare 1 '==' '1.0'}}{{compare 1 '===' '1'}}{{compare nul '==' missing}}{{compare nul '!==' missing}}{{compare 1.0 '===' 1}}", "ytruefalsetruefalsetruetruetrue" },
        { "{{compare 'a' '<=' 'b'}}{{compare 'a' '>=' 1}}{{compare true '==' 1}}{{compare 1 '!=' 2}}", "truefalsetruetrue" },
        { "{{#and t n}}y{{else}}n{{/and}}{{#and t z}}y{{else}}n{{/and}}{{#or z e t}}y{{/or}}{{#or z e}}y{{else}}n{{/or}}{{#not e}}y{{/not}}", "ynyny" },
        { "{{#contains w 'a'}}y{{/contains}}{{#contains s 'World'}}y{{/contains}}{{contains l '3'}}{{contains l 3}}{{contains missing 'a'}}", "yyfalsetruefalse" },
        { "{{eq 5 '5'}}{{startsWith 'He' 'Hello'}}{{isEmpty e}}{{isEmpty missing}}{{isEmpty l}}{{isEmpty z}}", "truetruetruetruefalsefalse" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_helper_does_what_its_name_says(string template, string expected) =>
        Assert.Equal(expected, Text(template, Record));

    [Fact]
    public void Every_helper_has_a_case() => Assert.All(
        Helpers.Names, name => Assert.Contains(Cases, row => row.Data.Item1.Contains(name, StringComparison.Ordinal)));

    [Theory]
    [InlineData("{{add s 1}}")]
    [InlineData("{{add missing 1}}")]
    [InlineData("{{divide 1 0}}")]
    [InlineData("{{modulo 1 z}}")]
    [InlineData("{{round 1 1.5}}")]
    [InlineData("{{toFixed 1 101}}")]
    [InlineData("{{toFixed n s}}")]
    [InlineData("{{substring s n}}")]
    [InlineData("{{replace s e 'x'}}")]
    [InlineData("{{split s e}}")]
    [InlineData("{{padLeft s 99999999}}")]
    [InlineData("{{padLeft s 9 'ab'}}")]
    [InlineData("{{sort w number=true}}")]
    [InlineData("shop-{{required missing}}")]
    [InlineData("{{required nul}}")]
    [InlineData("{{required e}}")]
    [InlineData("{{required ' '}}")]
    [InlineData("{{dateFormat 'yyyy' s}}")]
    [InlineData("{{dateFormat 'yyyy' n}}")]
    [InlineData("{{dateFormat s at}}")]
    [InlineData("{{dateAdd day 1 'parsecs'}}")]
    [InlineData("{{dateAdd day 9999999 'years'}}")]
    [InlineData("{{dateAdd day 99999999999999999999999}}")]
    [InlineData("{{base64Decode s}}")]
    [InlineData("{{base64Decode '/w=='}}")]
    [InlineData("{{decodeURI '%zz'}}")]
    [InlineData("{{decodeURI '%ff'}}")]
    [InlineData("{{regexMatch emoji '^.{2}'}}")]
    public void A_value_that_a_helper_cannot_use_is_the_records_error(string template) => Fails(template, Record);
}
