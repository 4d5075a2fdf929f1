using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>
/// A record that was shown masked, edited, and sent back. What still stands where it was shown is the stored value again, so
/// that nobody overwrites a value that they have not seen. // Promise 6
/// </summary>
internal static class MaskedEdit
{
    private const string Elsewhere =
        $"'{RecordMask.Mark}' stands for a secret that is hidden here. Leave it where it was shown, in a list of the same length, or write the value itself.";

    /// <summary>
    /// The record that is meant. Refusal: <c>validation</c> of <c>record</c> where a mark stands elsewhere than it was shown,
    /// or inside a text that was changed: what it stands for there cannot be known.
    /// </summary>
    /// <param name="sent">What came back.</param>
    /// <param name="stored">The record behind what was shown.</param>
    /// <param name="mask">With which it was shown.</param>
    public static JsonElement Undo(JsonElement sent, JsonElement stored, RecordMask mask)
    {
        var shown = mask.Record(stored);
        return JsonMarshal.GetRawUtf8Value(shown).SequenceEqual(JsonMarshal.GetRawUtf8Value(stored))
            ? sent
            : RecordMask.Element(writer => Write(writer, sent, (stored, shown)));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement sent, (JsonElement Stored, JsonElement Shown)? before)
    {
        if (before is { } same && JsonElement.DeepEquals(sent, same.Shown))
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(same.Stored), skipInputValidation: true);
            return;
        }

        switch (sent.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(writer, sent, before);
                return;
            case JsonValueKind.Array:
                WriteItems(writer, sent, before);
                return;
            case JsonValueKind.String when sent.GetString()!.Contains(RecordMask.Mark, StringComparison.Ordinal):
                throw RefusalException.Invalid("record", Elsewhere);
            default:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(sent), skipInputValidation: true);
                return;
        }
    }

    private static void WriteMembers(
        Utf8JsonWriter writer, JsonElement sent, (JsonElement Stored, JsonElement Shown)? before)
    {
        // Masking keeps the order, so the n-th shown member is the n-th stored one, also where two names are masked alike.
        var known = before is { Stored.ValueKind: JsonValueKind.Object, Shown.ValueKind: JsonValueKind.Object } both
            ? both.Shown.EnumerateObject().Zip(both.Stored.EnumerateObject())
                .GroupBy(p => p.First.Name, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => new Queue<(JsonProperty Shown, JsonProperty Stored)>(g), StringComparer.Ordinal)
            : [];
        writer.WriteStartObject();
        foreach (var member in sent.EnumerateObject())
        {
            if (known.GetValueOrDefault(member.Name) is { } named && named.TryDequeue(out var pair))
            {
                writer.WritePropertyName(pair.Stored.Name);
                Write(writer, member.Value, (pair.Stored.Value, pair.Shown.Value));
                continue;
            }

            if (member.Name.Contains(RecordMask.Mark, StringComparison.Ordinal))
            {
                throw RefusalException.Invalid("record", Elsewhere);
            }

            writer.WritePropertyName(member.Name);
            Write(writer, member.Value, null);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(
        Utf8JsonWriter writer, JsonElement sent, (JsonElement Stored, JsonElement Shown)? before)
    {
        // After an item came or went nobody knows which is which.
        (JsonElement, JsonElement)[] known =
            before is { Stored.ValueKind: JsonValueKind.Array, Shown.ValueKind: JsonValueKind.Array } both
            && both.Stored.GetArrayLength() == sent.GetArrayLength()
                ? [.. both.Stored.EnumerateArray().Zip(both.Shown.EnumerateArray())]
                : [];
        writer.WriteStartArray();
        var at = 0;
        foreach (var item in sent.EnumerateArray())
        {
            Write(writer, item, at < known.Length ? known[at] : null);
            at++;
        }

        writer.WriteEndArray();
    }
}
