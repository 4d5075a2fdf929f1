using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Where a walk stands that reads a list once for each value.</summary>
internal sealed record EachState
{
    /// <summary>The state of the next page of values; null when there are no more.</summary>
    public string? Parent { get; init; }

    /// <summary>The values of the page at hand that are not read yet; the first is being read.</summary>
    public IReadOnlyList<JsonElement> Values { get; init; } = [];

    /// <summary>The state of the next page of the first value's list.</summary>
    public string Child { get; init; } = "";

    /// <summary>There is nothing more to read.</summary>
    [JsonIgnore]
    public bool IsEnd => Values.Count == 0 && Parent is null;

    /// <summary>The first value's list was read to its end.</summary>
    [JsonIgnore]
    public EachState Past => this with { Values = [.. Values.Skip(1)], Child = "" };

    /// <summary>Null for a text that is none: it was written before the list was read once for each value.</summary>
    public static EachState? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EachStateJson.Default.EachState);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, EachStateJson.Default.EachState);
}

[JsonSerializable(typeof(EachState))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class EachStateJson : JsonSerializerContext;
