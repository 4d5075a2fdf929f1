using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Expressions.Filters;

namespace Weir.Tests.Expressions.Filters;

internal static class Evaluating
{
    /// <summary>The result of a rule as the JSON text that it is written as.</summary>
    public static string Evaluated(this JsonElement rule, JsonElement record)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            Filter.Parse(rule).Evaluate(record, writer);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Evaluated(string rule, string record = "null") => Json.Of(rule).Evaluated(Json.Of(record));
}
