using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>The items that are there, then those that are new.</summary>
internal static class ListSum
{
    /// <summary>
    /// Throws <see cref="EvaluationException"/> where the list that is there is not known whole: written back, it would be
    /// replaced. // Promise 6
    /// </summary>
    /// <param name="json">Takes the list.</param>
    /// <param name="name">Its name.</param>
    /// <param name="list">What makes two items the same, and how those that are there are sent back.</param>
    /// <param name="there">The list that is there.</param>
    /// <param name="added">The mapped list.</param>
    public static void Write(Utf8JsonWriter json, string name, AddedList list, JsonElement there, JsonElement added)
    {
        if (there.ValueKind is not JsonValueKind.Array)
        {
            throw Unknown($"The application did not say what its list '{name}' holds, so nothing was added to it.", name);
        }

        List<JsonElement> present = [.. there.EnumerateArray()];
        if (present.Exists(item => list.By.Any(by => item.Member(by).ValueKind is JsonValueKind.Undefined)))
        {
            throw Unknown($"An item of the list '{name}' that is there lacks {string.Join(" or ", list.By)}, so nothing was added to it.", name);
        }

        json.WriteStartArray();
        foreach (var item in present)
        {
            json.WriteStartObject();
            foreach (var field in list.By.Concat(list.Keep).Where(n => item.Member(n).ValueKind is not JsonValueKind.Undefined))
            {
                json.WritePropertyName(field);
                item.Member(field).WriteTo(json);
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

    private static EvaluationException Unknown(string message, string name) => new(ErrorCodes.UnexpectedAnswer, message, name);
}
