using System.Text;
using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// A place between two pages, as it was recorded from live answers: base64 of the JSON array <c>["next", sort value of
/// the row, id of the row]</c>.
/// </summary>
/// <param name="IsNext">The rows after the row, or those before it.</param>
/// <param name="Value">A time without offset, or a name.</param>
internal sealed record Cursor(bool IsNext, string Value, long Id)
{
    private const int TextMax = 2048;

    public string Encode()
    {
        var direction = IsNext ? "next" : "prev";
        var value = JsonEncodedText.Encode(Value);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"[\"{direction}\", \"{value}\", {Id}]"));
    }

    public static Cursor? Decode(string text)
    {
        var bytes = new byte[TextMax];
        if (text.Length > TextMax || !Convert.TryFromBase64String(text, bytes, out var length))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Array
                && root.GetArrayLength() == 3
                && root[0].ValueKind == JsonValueKind.String
                && root[0].GetString() is "next" or "prev"
                && root[1].ValueKind == JsonValueKind.String
                && root[2].ValueKind == JsonValueKind.Number
                && root[2].TryGetInt64(out var id)
                ? new Cursor(root[0].ValueEquals("next"u8), root[1].GetString()!, id)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A text that is not valid UTF-16.
            return null;
        }
    }
}
