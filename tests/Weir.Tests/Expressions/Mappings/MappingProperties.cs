using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Expressions;
using Weir.Expressions.Mappings;

namespace Weir.Tests.Expressions.Mappings;

public sealed class MappingProperties
{
    private static readonly string[] Leaves =
    [
        "1", "-0", "1e5", "true", "null", "\"\"", "\"text\"", "\"$\"", "\"$$\"", "\"$.a\"", "\"$$.l[*]\"", "\"$.l[*]\"", "\"$.l\"",
        "\"$.[\"", "\"{{a}}\"", "\"{{add a 1}}\"", "\"{{\"", "\"string\"", "\"integer\"", "\"datetime\"", "\"yyyy\"", "\"t\"", "\"\\ud800\"",
        """{"==":[{"var":"a"},1]}""", """{"var":"a"}""", "[]", "{}",
    ];

    private static readonly string[] Names =
        ["a", "b c", "@from", "@type", "@format", "@default", "@lookup", "@when", "@each", "@do", "@const", "@nope", "\\u0000", "a"];

    private static Gen<string> Documents(int size) => size == 0
        ? Gen.Elements(Leaves)
        : Gen.OneOf(
            Gen.Elements(Leaves),
            Documents(size - 1).ArrayOf(2).Select(items => $"[{string.Join(',', items)}]"),
            (from name in Gen.Elements(Names) from value in Documents(size - 1) select $"\"{name}\":{value}")
                .ListOf(2).Select(fields => $"{{{string.Join(',', fields)}}}"),
            from path in Gen.Elements("\"$.l[*]\"", "\"$.l\"", "\"$.a\"")
            from item in Documents(size - 1)
            select $"{{\"@each\":{path},\"@do\":{item}}}",
            from type in Gen.Elements("string", "number", "integer", "boolean", "datetime")
            from value in Gen.Elements("\"$.a\"", "\"$.l\"", "\"$.none\"", "\"$.d\"", "\"{{a}}\"")
            from other in Documents(size - 1)
            select $"{{\"@from\":{value},\"@type\":\"{type}\",\"@default\":{other}}}");

    [Fact]
    public void No_document_makes_parsing_or_writing_fail_in_another_way()
    {
        var record = JsonElement.Parse("""{"a":"1.0","l":[1,"x",{"a":2,"l":[]},null],"d":"2024-02-29","none":null}""");
        var lookups = JsonElement.Parse("""{"t":{"1":2}}""");
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5_000), Prop.ForAll(Documents(4).ToArbitrary(), text =>
        {
            var output = new ArrayBufferWriter<byte>();
            try
            {
                Mapping.Parse(JsonElement.Parse(text), lookups).Write(record, Mapped.Run, output);
            }
            catch (ExpressionException)
            {
                return true;
            }
            catch (EvaluationException e)
            {
                return e.Code == "mapping" && e.Field is not null && output.WrittenCount == 0;
            }

            _ = JsonElement.Parse(output.WrittenSpan);
            return true;
        }));
    }

    [Fact]
    public void A_text_arrives_as_it_was_read() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), given =>
        {
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(given.Get));
            var mapped = JsonElement.Parse(Mapped.Of(
                """{"a":"$.v","b":"{{v}}","c":{"@from":"$.v","@type":"string"},"d":{"@from":"$.none","@default":"{{v}}"}}""",
                JsonSerializer.Serialize(new { v = text })));
            return mapped.EnumerateObject().Count() == 4 && mapped.EnumerateObject().All(field => field.Value.GetString() == text);
        }));

    [Fact]
    public void A_number_keeps_its_value_through_every_numeric_type() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<decimal>(), number =>
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            var mapped = Mapped.Of(
                """{"a":"$.v","b":{"@from":"$.v","@type":"number"},"c":{"@from":"$.t","@type":"number"},"d":{"@from":"$.v","@type":"string"}}""",
                $$"""{"v":{{text}},"t":"{{text}}"}""");
            return mapped == $$"""{"a":{{text}},"b":{{text}},"c":{{text}},"d":"{{text}}"}""";
        }));

    [Fact]
    public void A_moment_is_the_same_moment_in_UTC() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<DateTimeOffset>(), moment =>
        {
            var text = Mapped.Field("\"@type\":\"datetime\"", $"\"{moment:O}\"");
            var written = JsonElement.Parse(text).GetProperty("x").GetString()!;
            return written.EndsWith('Z')
                && DateTimeOffset.Parse(written, CultureInfo.InvariantCulture) == moment;
        }));
}
