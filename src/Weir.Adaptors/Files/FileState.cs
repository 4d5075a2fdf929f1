using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>What a checkpoint holds of a file.</summary>
/// <param name="File">The finished file's name.</param>
/// <param name="Length">Bytes that are written and durable.</param>
/// <param name="Columns">The columns in order; empty where the format has none.</param>
internal sealed record FileState(string File, long Length, IReadOnlyList<string> Columns)
{
    public override string ToString() => JsonSerializer.Serialize(this, FileStateJson.Default.FileState);

    public static FileState? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var state = JsonSerializer.Deserialize(text, FileStateJson.Default.FileState);
            return state is { Length: >= 0 } && Path.GetFileName(state.File) == state.File ? state : throw Broken();
        }
        catch (JsonException)
        {
            throw Broken();
        }
    }

    private static RefusalException Broken() =>
        new(ErrorCodes.Internal, "The checkpoint says nothing readable about the file.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FileState))]
internal sealed partial class FileStateJson : JsonSerializerContext;
