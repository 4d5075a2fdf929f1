using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Records under which the run ended. A run that goes on does them again. Where it will not, what has come part of its way, or
/// may have been sent, stands in the errors at the step that it was at, and the next run does not begin anew with it.
/// // Promises 1 and 2
/// </summary>
internal sealed class TornRecords(RecordOutcomes outcomes, StepPath path)
{
    public static readonly Fault Ended = new()
    {
        Kind = FaultKind.Rejected,
        Code = ErrorCodes.Unexpected,
        Message = "The run ended before this record came through this step; those before it are done.",
    };

    /// <summary>Takes the record, and keeps what will be needed should the run not go on.</summary>
    public void Tear(PageWork page, RecordState record, int step)
    {
        page.Held.Forget(record);
        var fault = record.SentSince is { } since ? OnlyOnce.Unknown(record.SentNote ?? OnlyOnce.NothingNoted, since)
            : record.HasPassed || record.HasFailed ? Ended : null;
        if (fault is not null)
        {
            page.Add(page.Torn, new TornRecord(
                outcomes.FailureOf(record, step, fault), step, record.TakeIntents(), record.Origin.Parked));
        }

        record.Dispose();
    }

    /// <summary>The run will not go on. When nobody works on the page any more.</summary>
    public void GiveUp(PageWork page)
    {
        foreach (var (record, turn) in page.Held.TakeAll())
        {
            if (path.StandsAt(turn, record) is { } step)
            {
                Tear(page, record, step);
            }
            else
            {
                Finish(page, record);
                record.Dispose();
            }
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

    private static void Finish(PageWork page, RecordState record)
    {
        if (record.Origin.Parked is { } parked)
        {
            page.Add(page.Unparked, parked);
        }

        page.End(record.Index);
    }
}

/// <summary>A record that the run ended under.</summary>
/// <param name="Failure">What stands in the errors if the run does not go on.</param>
/// <param name="Step">Where it was.</param>
/// <param name="Intents">Keys of intents that the error then stands for.</param>
/// <param name="Parked">Its id in the store when it was parked.</param>
internal sealed record TornRecord(FailedRecord Failure, int Step, IReadOnlyList<string> Intents, string? Parked);
