using System.Text.Json;

namespace Weir.Adaptors;

/// <summary>Small readings of documents of free shape.</summary>
internal static class JsonDocuments
{
    private static readonly JsonDocument EmptyDocument = JsonDocument.Parse("{}");

    /// <summary>The record that templates see where there is none.</summary>
    public static JsonElement Empty => EmptyDocument.RootElement;

    public static bool IsAbsent(this JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Absent where it is not there or null.</summary>
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>The text of a string, number or boolean; null for anything else.</summary>
    public static string? ScalarText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
