using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Puts the value of the next page into a request's JSON body.</summary>
internal static class NextInBody
{
    /// <param name="buffer">The body: an object, or empty for none. Written anew.</param>
    /// <param name="names">Where the value goes; objects on the way are made.</param>
    /// <param name="value">The value as JSON.</param>
    public static void Put(PooledBuffer buffer, IReadOnlyList<string> names, string value)
    {
        var body = buffer.Length == 0 ? "{}"u8.ToArray() : buffer.Span.ToArray();
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new EvaluationException(ErrorCodes.Template, "The body must be a JSON object to take the next page's value.");
        }

        buffer.Truncate(0);
        using var json = new Utf8JsonWriter(buffer);
        Write(json, document.RootElement, names, 0, value);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, IReadOnlyList<string> names, int depth, string next)
    {
        if (depth == names.Count)
        {
            json.WriteRawValue(next);
            return;
        }

        json.WriteStartObject();
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (member.Name != names[depth])
                {
                    member.WriteTo(json);
                }
            }
        }

        json.WritePropertyName(names[depth]);
        Write(json, value.Member(names[depth]), names, depth + 1, next);
        json.WriteEndObject();
    }
}
