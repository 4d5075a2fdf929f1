using System.Text.Json;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>The items that are there, then those that are new.</summary>
internal static class ListSum
{
    /// <param name="json">Takes the list.</param>
    /// <param name="list">What makes two items the same, and how those that are there are sent back.</param>
    /// <param name="there">The list that is there; absent where there is none.</param>
    /// <param name="added">The mapped list.</param>
    public static void Write(Utf8JsonWriter json, AddedList list, JsonElement there, JsonElement added)
    {
        List<JsonElement> present = there.ValueKind is JsonValueKind.Array ? [.. there.EnumerateArray()] : [];
        json.WriteStartArray();
        foreach (var item in present)
        {
            json.WriteStartObject();
            foreach (var name in list.By.Concat(list.Keep).Where(n => item.Member(n).ValueKind is not JsonValueKind.Undefined))
            {
                json.WritePropertyName(name);
                item.Member(name).WriteTo(json);
            }

            json.WriteEndObject();
        }

        foreach (var item in added.EnumerateArray().Where(a => !present.Exists(p => IsSame(list, p, a))))
        {
            item.WriteTo(json);
        }

        json.WriteEndArray();
    }

    private static bool IsSame(AddedList list, JsonElement one, JsonElement other) => list.By.All(name => string.Equals(
        one.Member(name).ScalarText(), other.Member(name).ScalarText(), StringComparison.OrdinalIgnoreCase));
}
