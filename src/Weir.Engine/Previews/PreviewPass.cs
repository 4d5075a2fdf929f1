using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Runs;
using Weir.Expressions.Filters;

namespace Weir.Engine.Previews;

/// <summary>One record on its way through steps in a preview.</summary>
internal sealed class PreviewPass(JsonElement record)
{
    /// <summary>As it stands now; undefined while there is none.</summary>
    public JsonElement Record { get; set; } = record;

    /// <summary>As it came to the step; undefined where it did not come.</summary>
    public JsonElement Input { get; set; }

    public List<Exchange> Heard { get; } = [];

    public List<PreviewError> Errors { get; } = [];

    /// <summary>Whether a condition takes it; one that cannot be applied is an error, and takes nothing.</summary>
    public bool Takes(JsonElement when)
    {
        try
        {
            return when.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || Filter.Parse(when).Test(Record);
        }
        catch (Exception e) when (RecordTrouble.Of(0, e) is { } trouble)
        {
            Errors.Add(trouble);
            return false;
        }
    }

    /// <summary>Puts an answer under a dotted path; none keeps the record as it is.</summary>
    public void Put(string? into, JsonElement value)
    {
        if (into is null)
        {
            return;
        }

        try
        {
            using var state = new RecordState(new PageRecord(Record, Source: 0, Step: 0), 0, "", default);
            state.Put(into.Split('.'), value);
            Record = state.Current.Clone();
        }
        catch (Exception e) when (RecordTrouble.Of(0, e) is { } trouble)
        {
            Errors.Add(trouble);
        }
    }

    /// <param name="after">The record behind the step; undefined where it did not come to it.</param>
    /// <param name="skipped">The step's own condition leaves it out.</param>
    public StepPreviewView View(JsonElement after, bool skipped = false) => new(
        after.ValueKind == JsonValueKind.Undefined ? null : after,
        Input.ValueKind == JsonValueKind.Undefined ? null : Input,
        [],
        Heard,
        skipped,
        Errors);
}
