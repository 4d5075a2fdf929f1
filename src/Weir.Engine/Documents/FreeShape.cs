using System.Text.Json;

namespace Weir.Engine.Documents;

/// <summary>Documents of free shape in answers: an absent one is undefined inside and null or empty outside.</summary>
internal static class FreeShape
{
    private static readonly JsonElement Empty = DocumentWriter.Parse("{}");

    public static JsonElement? OrNull(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? null : value;

    public static JsonElement OrEmpty(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? Empty : value;
}
