using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Mappings;

namespace Weir.Tests.Expressions.Mappings;

/// <summary>Makes a test of a mapping one line.</summary>
internal static class Mapped
{
    public static readonly Variables Run = new("2024-01-01T00:00:00Z", "2024-02-29T12:34:56Z", "run_1");

    public static string Of(string mapping, string record, string lookups = "null")
    {
        var output = new ArrayBufferWriter<byte>();
        Mapping.Parse(JsonElement.Parse(mapping), JsonElement.Parse(lookups)).Write(JsonElement.Parse(record), Run, output);
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        _ = JsonElement.Parse(text);
        return text;
    }

    /// <summary>One field <c>x</c> with the directives, from a record whose field <c>v</c> is the value.</summary>
    public static string Field(string directives, string value, string lookups = "null") =>
        Of($$"""{"x":{"@from":"$.v",{{directives}} } }""", $$"""{"v":{{value}}}""", lookups);

    public static EvaluationException Fails(string mapping, string record, string lookups = "null")
    {
        var output = new ArrayBufferWriter<byte>();
        var parsed = Mapping.Parse(JsonElement.Parse(mapping), JsonElement.Parse(lookups));
        var error = Assert.Throws<EvaluationException>(() => parsed.Write(JsonElement.Parse(record), Run, output));
        Assert.Equal("mapping", error.Code);
        Assert.NotNull(error.Field);
        Assert.Equal(0, output.WrittenCount);
        return error;
    }

    public static ExpressionException Refused(string mapping, string lookups = "null") =>
        Assert.Throws<ExpressionException>(() => Mapping.Parse(JsonElement.Parse(mapping), JsonElement.Parse(lookups)));
}
