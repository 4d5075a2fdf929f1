using System.Globalization;
using System.Text.Json;

namespace Weir.Engine.Previews;

/// <summary>
/// Where a body is not what the schema of its operation describes. Only doubts: an application may take more than is
/// described, and has the last word. But what it does not know it mostly ignores without a word, and a
/// <c>sent_datetime</c> that is misspelt is a message that is sent.
/// </summary>
internal static class SchemaDoubts
{
    private const int DoubtsMax = 20;
    private const int NamedMax = 10;
    private const int NameCharsMax = 60;

    /// <summary>Fields with what is odd about them, in the order of the body.</summary>
    public static IEnumerable<(string Field, string Message)> Of(JsonElement schema, JsonElement body) => Look("", schema, body).Take(DoubtsMax);

    private static IEnumerable<(string, string)> Look(string at, JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind != JsonValueKind.Object || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (TypesOf(schema) is { Count: > 0 } types && !types.Any(t => IsOf(t, value)))
        {
            return [(at, $"should be {string.Join(" or ", types.Where(t => t != "null").Select(InWords))}, and is {InWords(value)}")];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Fields(at, schema, value),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Index().SelectMany(item => Look($"{at}[{item.Index}]", items, item.Item)),
            JsonValueKind.String => Text(at, schema, value.GetString()!),
            _ => [],
        };
    }

    private static IEnumerable<(string, string)> Fields(string at, JsonElement schema, JsonElement value)
    {
        if (!schema.TryGetProperty("properties", out var known) || known.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var field in value.EnumerateObject())
        {
            var name = at.Length == 0 ? field.Name : $"{at}.{field.Name}";
            if (!known.TryGetProperty(field.Name, out var described))
            {
                yield return (name, $"is not among the fields that are known here{Meant(field.Name, known)}");
                continue;
            }

            foreach (var doubt in Look(name, described, field.Value))
            {
                yield return doubt;
            }
        }
    }

    private static string Meant(string name, JsonElement known) =>
        name.Length <= NameCharsMax
        && known.EnumerateObject().Select(k => k.Name).MinBy(k => Distance(k, name)) is { } alike
        && Distance(alike, name) <= Math.Max(1, name.Length / 4)
            ? $": did you mean '{alike}'?"
            : "";

    private static IEnumerable<(string, string)> Text(string at, JsonElement schema, string text)
    {
        if (schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time")
            && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            yield return (at, "should be a time, as in 2026-01-31T10:00:00Z");
        }

        if (schema.TryGetProperty("maxLength", out var max) && max.TryGetInt32(out var longest) && text.Length > longest)
        {
            yield return (at, $"has {text.Length} characters, and {longest} are allowed");
        }

        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array
            && !choices.EnumerateArray().Any(c => c.ValueKind == JsonValueKind.String && c.ValueEquals(text)))
        {
            var named = choices.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()).Take(NamedMax);
            yield return (at, $"is none of {string.Join(", ", named)}{(choices.GetArrayLength() > NamedMax ? ", …" : "")}");
        }
    }

    private static List<string> TypesOf(JsonElement schema) => schema.TryGetProperty("type", out var type) ? type.ValueKind switch
    {
        JsonValueKind.String => [type.GetString()!],
        JsonValueKind.Array => [.. type.EnumerateArray().Select(t => t.GetString()!)],
        _ => [],
    } : [];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && decimal.IsInteger(number),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => type != "null",
    };

    private static string InWords(string type) => type switch
    {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "object" => "an object",
        "array" => "a list",
        _ => type,
    };

    private static string InWords(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => value.GetRawText() is { Length: <= 20 } raw ? $"the number {raw}" : "a number",
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    /// <summary>How many characters must be put in, taken out, changed or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                rows[i, j] = Math.Min(
                    Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
