using System.Text.Json.Serialization;
using Weir.Engine.Documents;

namespace Weir.Engine.Flows;

/// <summary>From where the sources of a flow go on, in the flow's order.</summary>
public sealed record MarksView(IReadOnlyList<MarkView> Marks);

/// <summary>From where a source goes on.</summary>
/// <param name="Source">Its id.</param>
/// <param name="At">The start of the last run that read it to its end; null: it begins at its beginning.</param>
public sealed record MarkView(
    string Source, [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset? At);

/// <summary>How marks are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MarksView))]
public sealed partial class MarksJson : JsonSerializerContext;
