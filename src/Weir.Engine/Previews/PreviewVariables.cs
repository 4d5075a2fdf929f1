using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Expressions;

namespace Weir.Engine.Previews;

/// <summary>What templates see in a preview: there is no run and there are no marks.</summary>
internal static class PreviewVariables
{
    private static readonly JsonElement Empty = DocumentWriter.Parse("{}");

    /// <param name="since">The last run; null: there was none.</param>
    /// <param name="time">This one begins now.</param>
    public static Variables Of(DateTimeOffset? since, TimeProvider time) => new(
        since is { } last ? DocumentWriter.TimeText(last) : Variables.None.LastRun,
        DocumentWriter.TimeText(time.GetUtcNow()),
        Variables.None.Run);

    /// <summary>A lookup whose parameters stand in the export needs no record.</summary>
    public static JsonElement RecordOr(JsonElement record) => record.ValueKind == JsonValueKind.Undefined ? Empty : record;
}
