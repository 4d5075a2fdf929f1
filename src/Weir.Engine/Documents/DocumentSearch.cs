using System.Globalization;
using System.Text.Json;

namespace Weir.Engine.Documents;

/// <summary>Finds where a text stands in a document.</summary>
public static class DocumentSearch
{
    /// <summary>The path of the first value that is this text, as in <c>steps[1].import</c>; null when it is nowhere.</summary>
    public static string? PathOf(JsonElement document, string text) => PathOf(document, text, "");

    private static string? PathOf(JsonElement value, string text, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.ValueEquals(text) ? path : null;
            case JsonValueKind.Object:
                return value.EnumerateObject()
                    .Select(f => PathOf(f.Value, text, path.Length == 0 ? f.Name : $"{path}.{f.Name}"))
                    .FirstOrDefault(found => found is not null);
            case JsonValueKind.Array:
                return value.EnumerateArray()
                    .Select((item, i) => PathOf(item, text, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))
                    .FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }
}
