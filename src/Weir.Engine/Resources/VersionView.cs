using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Resources;

/// <summary>A version as the API lists it.</summary>
public sealed record VersionView
{
    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who saved it, named as it was named then.</summary>
    public required Signature By { get; init; }

    /// <summary>What it changed of the version before; nothing for the first one.</summary>
    public required IReadOnlyList<DocumentChange> Changes { get; init; }

    /// <summary>Changes beyond those that are told one by one; left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MoreChanges { get; init; }
}

/// <summary>What lies between two versions.</summary>
public sealed record DifferenceView
{
    public required int From { get; init; }

    public required int To { get; init; }

    public required IReadOnlyList<DocumentChange> Changes { get; init; }

    /// <summary>Changes beyond those that are told one by one; left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MoreChanges { get; init; }
}

/// <summary>Writes a resource as it was in a version: its own fields, without what is not part of the document.</summary>
public static class FormerDocument
{
    public static void Write(Utf8JsonWriter writer, ResourceRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("id", row.Id);
        foreach (var field in DocumentWriter.Parse(row.Document).EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null && field.Name is ("parameters" or "lookups"))
            {
                // Shown as in the resource itself: none is an empty one.
                writer.WriteStartObject(field.Name);
                writer.WriteEndObject();
                continue;
            }

            field.WriteTo(writer);
        }

        writer.WriteNumber("version", row.Version);
        writer.WriteTime("createdAt", row.CreatedAt);
        writer.WriteTime("updatedAt", row.UpdatedAt);
        writer.WriteEndObject();
    }
}

/// <summary>How versions and uses are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(DifferenceView))]
[JsonSerializable(typeof(UsageView))]
public sealed partial class ResourceJson : JsonSerializerContext;
