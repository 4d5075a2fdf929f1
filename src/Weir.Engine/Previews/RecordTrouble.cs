using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>What keeps a record from being mapped or sent: in a run its error.</summary>
internal static class RecordTrouble
{
    /// <summary>Null for what is no record's trouble.</summary>
    public static PreviewError? Of(int index, Exception exception) =>
        exception is RefusalException refusal ? new PreviewError(index, refusal.Code, null, refusal.Message)
        : RecordOutcomes.FaultFrom(exception) is { } fault ? Of(index, fault)
        : null;

    public static PreviewError Of(int index, Fault fault) => new(index, fault.Code, fault.Field, fault.Message);
}
