using System.Text.Json;
using Weir.Adaptors.Http.Paging;
using Weir.Expressions.Paths;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Finds the records in an answer. No path is the whole answer.</summary>
/// <param name="path">Where they are.</param>
/// <param name="other">Where they are if they are not there; null: nowhere.</param>
internal sealed class RecordsPath(JsonPath? path, JsonPath? other = null)
{
    /// <summary>
    /// The items of a list; a single object is one record. A path that is not singular gives each of its matches.
    /// </summary>
    /// <exception cref="UnexpectedAnswerException">There are no records where they should be.</exception>
    public IReadOnlyList<JsonElement> Of(JsonElement root)
    {
        if (path is { IsSingular: false })
        {
            var matches = new List<JsonElement>();
            path.Select(root, matches);
            return matches;
        }

        if (!TryGet(root, out var value))
        {
            throw new UnexpectedAnswerException($"The answer does not hold {path!.Text}, where the records should be.");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return [value];
            case JsonValueKind.Array:
                var records = new List<JsonElement>(value.GetArrayLength());
                foreach (var record in value.EnumerateArray())
                {
                    records.Add(record);
                }

                return records;
            case JsonValueKind.Null when path is not null:
                throw new UnexpectedAnswerException(
                    $"{path.Text} is null in the answer. Where the application means an empty list, use {path.Text}[*].");
            default:
                throw new UnexpectedAnswerException(
                    $"{path?.Text ?? "The answer"} is neither a list nor an object, but should be the records.");
        }
    }

    /// <summary>The value at the path.</summary>
    public bool TryGet(JsonElement root, out JsonElement value)
    {
        value = root;
        return path is null || path.TryGet(root, out value) || other?.TryGet(root, out value) == true;
    }
}
