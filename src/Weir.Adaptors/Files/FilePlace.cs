using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Adaptors.Files;

/// <summary>Where the reading of a file stands.</summary>
/// <param name="Offset">Bytes that are read.</param>
/// <param name="Line">Lines that are read.</param>
/// <param name="Before">What the last bytes before it are told by: in another file they are others.</param>
internal sealed record FilePlace(long Offset, long Line, string Before)
{
    public static FilePlace Start { get; } = new(0, 0, "");

    public override string ToString() => JsonSerializer.Serialize(this, FilePlaceJson.Default.FilePlace);

    /// <summary>The beginning for an empty text.</summary>
    public static FilePlace Parse(string text) =>
        text.Length == 0 ? Start : JsonSerializer.Deserialize(text, FilePlaceJson.Default.FilePlace)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FilePlace))]
internal sealed partial class FilePlaceJson : JsonSerializerContext;
