using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Records under which the run ended. A run that goes on does them again. Where it will not, what has come part of its way, or
/// may have been sent, stands in the errors at the step that it was at, and the next run does not begin anew with it.
/// // Promises 1 and 2
/// </summary>
internal sealed class TornRecords(RecordOutcomes outcomes)
{
    private static readonly Fault Ended = new()
    {
        Kind = FaultKind.Rejected,
        Code = ErrorCodes.Unexpected,
        Message = "The run ended before this record came through this step; those before it are done.",
    };

    /// <summary>Takes the record, and keeps what will be needed should the run not go on.</summary>
    public void Tear(PageWork page, RecordState record, int step)
    {
        page.Held.Forget(record);
        var fault = record.SentSince is { } since ? OnlyOnce.Unknown(OnlyOnce.NothingNoted, since)
            : record.HasPassed ? Ended : null;
        if (fault is not null)
        {
            page.Add(page.Torn, new TornRecord(
                outcomes.FailureOf(record, step, fault), step, record.TakeIntents(), record.Origin.Parked));
        }
        else if (record.HasFailed)
        {
            // The retry of its error takes it through the later steps.
            page.End(record.Index);
        }

        record.Dispose();
    }

    /// <summary>The run will not go on. When nobody works on the page any more.</summary>
    public void GiveUp(PageWork page)
    {
        foreach (var (record, step) in page.Held.TakeAll())
        {
            Tear(page, record, step);
        }

        foreach (var torn in page.Torn)
        {
            outcomes.Read(page, torn.Step);
            outcomes.Failed(page, torn.Step, torn.Failure);
            page.Intents.AddRange(torn.Intents);
            page.Unparked.AddRange(torn.Parked is { } parked ? [parked] : []);
            page.End(torn.Failure.Index);
        }

        page.Torn.Clear();
        page.DropRowsOfOthers();
    }
}

/// <summary>A record that the run ended under.</summary>
/// <param name="Failure">What stands in the errors if the run does not go on.</param>
/// <param name="Step">Where it was.</param>
/// <param name="Intents">Keys of intents that the error then stands for.</param>
/// <param name="Parked">Its id in the store when it was parked.</param>
internal sealed record TornRecord(FailedRecord Failure, int Step, IReadOnlyList<string> Intents, string? Parked);
