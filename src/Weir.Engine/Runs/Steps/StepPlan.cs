using Weir.Engine.Calls;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Runs.Steps;

/// <summary>A step, compiled. A closed set.</summary>
internal abstract record StepPlan
{
    public required string Id { get; init; }

    /// <summary>False where it is switched off, or a branch around it is.</summary>
    public bool Enabled { get; init; } = true;

    public Filter? When { get; init; }

    public IReadOnlyList<string>? Into { get; init; }

    public bool ContinueOnError { get; init; }

    /// <summary>
    /// Null takes what comes. Else it marks, at this source, its records that passed all steps: others do not come to it.
    /// </summary>
    public int? Marks { get; init; }

    /// <summary>Whether the record comes to it at all.</summary>
    /// <param name="record">The record.</param>
    /// <param name="index">Where the step stands in the plan's list.</param>
    public bool IsFor(RecordState record, int index) => Enabled
        && (Marks is { } source ? source == record.Source && !record.HasFailed : !(record.Origin.DoneFrom <= index));

    /// <summary>Records wait here until all of their page have come so far, or no further.</summary>
    public virtual bool Holds => false;

    /// <summary>Where it stands among the others.</summary>
    public StepPlace Place { get; init; }
}

/// <summary>A step that speaks to a connection.</summary>
internal abstract record CallPlan : StepPlan
{
    public required ConnectionId Connection { get; init; }

    public required IAdaptor Adaptor { get; init; }
}

/// <summary>Reads something for each record.</summary>
internal sealed record LookupPlan : CallPlan
{
    public required IRecordCall Call { get; init; }

    public override bool Holds => Call is IGroupCall;
}

/// <summary>Sends a request for each record.</summary>
internal sealed record SendPlan : CallPlan
{
    public required ImportId Import { get; init; }

    public required IRecordCall Call { get; init; }

    public Mapping? Mapping { get; init; }

    public Template? IdempotencyKey { get; init; }

    public required RepeatRule Repeat { get; init; }

    /// <summary>Records in one request.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Records with the same key go one after the other; null sends them in any order.</summary>
    public Template? OrderKey { get; init; }

    /// <summary>
    /// Records that get the same change leave as one job; null where each leaves by itself. A job has no answer for each record
    /// and no order, and one that may have been done cannot be told from one that was not: who asks for any of that does without,
    /// unless there is no other way than a job.
    /// </summary>
    public IJobCall? Jobs => Call is IJobCall jobs && OrderKey is null
        && (jobs.JobMin == 1 || (Repeat == RepeatRule.Always && Into is null)) ? jobs : null;

    public override bool Holds => BatchSize > 1 || OrderKey is not null || Jobs is not null;
}

/// <summary>Appends each record to a file.</summary>
internal sealed record RowPlan : CallPlan
{
    public required IRowDestination Rows { get; init; }

    public Mapping? Mapping { get; init; }
}

/// <summary>Sends each record through steps of its own.</summary>
internal sealed record BranchPlan : StepPlan
{
    /// <summary>Every case that takes the record, one after the other; else the first one.</summary>
    public required bool TakesAll { get; init; }

    public required IReadOnlyList<CasePlan> Cases { get; init; }
}

/// <summary>One way through a branch.</summary>
/// <param name="When">Null takes every record.</param>
/// <param name="Start">Index of its first step.</param>
/// <param name="End">Index after its last step; its start where it has none.</param>
internal sealed record CasePlan(Filter? When, int Start, int End);

/// <summary>Where a step stands in the plan's list.</summary>
/// <param name="End">Index after it and the steps inside it.</param>
/// <param name="Branch">Index of the branch around it; null where there is none.</param>
/// <param name="Case">In which case of that branch, from 0.</param>
internal readonly record struct StepPlace(int End, int? Branch, int Case);
