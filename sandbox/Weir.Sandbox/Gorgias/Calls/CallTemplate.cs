using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Sandbox.Gorgias;

/// <summary>Fills <c>{{ticket.customer.email}}</c> and the like; what is not there is empty.</summary>
internal static partial class CallTemplate
{
    /// <param name="text">With placeholders.</param>
    /// <param name="values">What the first name of a path means.</param>
    /// <param name="write">How a value is written where it stands: into an address, or as it is.</param>
    public static string Fill(
        string text, IReadOnlyDictionary<string, JsonElement> values, Func<string, string>? write = null) =>
        Placeholder().Replace(text, match =>
        {
            var found = Find(match.Groups["path"].Value, values);
            return write is null ? found : write(found);
        });

    /// <summary>Fills every text inside a JSON value, keys excepted.</summary>
    public static byte[] FillJson(string json, IReadOnlyDictionary<string, JsonElement> values)
    {
        using var filled = new MemoryStream();
        using (var writer = new Utf8JsonWriter(filled))
        {
            Write(writer, JsonElement.Parse(json), values);
        }

        return filled.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, IReadOnlyDictionary<string, JsonElement> values)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, values);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, values);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Fill(value.GetString()!, values));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string Find(string path, IReadOnlyDictionary<string, JsonElement> values)
    {
        var names = path.Split('.');
        if (!values.TryGetValue(names[0], out var value))
        {
            return "";
        }

        foreach (var name in names.Skip(1))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return "";
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };
    }

    [GeneratedRegex(@"\{\{\s*(?<path>[A-Za-z_][A-Za-z0-9_.]*)\s*\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
