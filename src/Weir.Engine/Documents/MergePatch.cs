using System.Collections.Frozen;
using System.Text.Json;

namespace Weir.Engine.Documents;

/// <summary>
/// Lays a patch over a stored document by the rules of JSON merge patch (RFC 7396). Documents of free shape are one
/// value each: replaced whole, with the nulls inside. A null that clears stays in the result as null, which every reader
/// takes as left out: so a null for a field that does not exist is still found to be unknown.
/// </summary>
public static class MergePatch
{
    private static readonly FrozenSet<string> FreeShape = new[]
    {
        "mapping", "lookups", "filter", "when", "transform", "parameters", "request", "paging", "delta", "schedule",
        "sources", "steps",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The merged document.</summary>
    /// <param name="stored">The present one, an object.</param>
    /// <param name="patch">What the client sent, an object.</param>
    public static JsonElement Apply(JsonElement stored, JsonElement patch) =>
        DocumentWriter.Element(writer => Merge(writer, stored, patch, FreeShape));

    /// <summary>The patch that makes the document, and nothing else, of what is stored: what it leaves out is cleared.</summary>
    /// <param name="stored">The present one, an object.</param>
    /// <param name="document">The whole of the new one, an object.</param>
    public static JsonElement Replacing(JsonElement stored, JsonElement document) =>
        DocumentWriter.Element(writer => Replace(writer, stored, document, FreeShape));

    private static void Replace(Utf8JsonWriter writer, JsonElement stored, JsonElement document, FrozenSet<string> whole)
    {
        writer.WriteStartObject();
        foreach (var field in document.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            if (field.Value.ValueKind == JsonValueKind.Object
                && !whole.Contains(field.Name)
                && stored.TryGetProperty(field.Name, out var present)
                && present.ValueKind == JsonValueKind.Object)
            {
                Replace(writer, present, field.Value, FrozenSet<string>.Empty);
            }
            else
            {
                field.Value.WriteTo(writer);
            }
        }

        foreach (var field in stored.EnumerateObject().Where(f => !document.TryGetProperty(f.Name, out _)))
        {
            writer.WriteNull(field.Name);
        }

        writer.WriteEndObject();
    }

    private static void Merge(Utf8JsonWriter writer, JsonElement stored, JsonElement patch, FrozenSet<string> whole)
    {
        writer.WriteStartObject();
        foreach (var field in stored.EnumerateObject())
        {
            if (!patch.TryGetProperty(field.Name, out _))
            {
                field.WriteTo(writer);
            }
        }

        foreach (var field in patch.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            if (field.Value.ValueKind == JsonValueKind.Object
                && !whole.Contains(field.Name)
                && stored.TryGetProperty(field.Name, out var present)
                && present.ValueKind == JsonValueKind.Object)
            {
                Merge(writer, present, field.Value, FrozenSet<string>.Empty);
            }
            else
            {
                field.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
