using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs.Jobs;

/// <summary>Where a job happens.</summary>
internal sealed record JobPlace(SendPlan Plan, IJobCall Call, PageWork Page, int Step);

/// <summary>A record on its way in a job.</summary>
/// <param name="Record">The record.</param>
/// <param name="Key">What identifies it at the step.</param>
/// <param name="Part">What it is to get.</param>
internal sealed record JobItem(RecordState Record, SendKey Key, JobPart Part)
{
    /// <summary>The intent of a request that must not be repeated.</summary>
    public Intent? Intent { get; set; }

    /// <summary>Null: the job has not done it, and it is sent by itself.</summary>
    public StepOutcome? Outcome { get; set; }

    /// <summary>It is the page's again, or has come to its end.</summary>
    public bool HasLanded { get; set; }
}
