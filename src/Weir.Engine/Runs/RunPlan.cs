using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>A flow compiled for one run: everything parsed, nothing looked up by name while records pass.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Sources">Where the records come from.</param>
/// <param name="Steps">Each branch, then the steps of its cases, then what comes after it.</param>
internal sealed record RunPlan(FlowId Flow, IReadOnlyList<SourcePlan> Sources, IReadOnlyList<StepPlan> Steps)
{
    /// <summary>Every connection that the run sends through, each once.</summary>
    public IReadOnlyList<ConnectionId> Connections { get; } =
    [
        .. Sources.Select(s => s.Connection)
            .Concat(Steps.OfType<CallPlan>().Where(s => s.Enabled).Select(s => s.Connection)).Distinct(),
    ];

    /// <summary>Some step keeps an order by key.</summary>
    public bool HasOrder { get; } = Steps.Any(s => s is SendPlan { OrderKey: not null, Enabled: true });

    /// <summary>A page is written when those below it are.</summary>
    public bool WritesInOrder => HasRows || HasOrder;

    /// <summary>The flows that start when a run of it has completed.</summary>
    public IReadOnlyList<FlowId> RunNext { get; init; } = [];

    public bool HasRows { get; } = Steps.Any(s => s is RowPlan && s.Enabled);

    /// <summary>The next run does not begin anew: it leaves out what this one has delivered.</summary>
    public bool ReadsOn { get; } = Sources.Any(s => s.Delta is not null) || Steps.Any(s => s.Marks is not null);

    /// <summary>
    /// Of a source whose records are marked when they have passed all steps: the first step that must not send them twice. What stands
    /// in the errors there or behind it is not marked, and must not begin anew. Null where nothing is marked, or all may be repeated.
    /// </summary>
    public int? OnceFrom(int source)
    {
        if (!Steps.Any(s => s.Marks == source && s.Enabled))
        {
            return null;
        }

        return OnceBehind(-1);
    }

    /// <summary>
    /// The first step behind this one, and behind all that is inside it, that must not send twice; null where all may be repeated.
    /// </summary>
    public int? OnceBehind(int step)
    {
        for (var i = step < 0 ? 0 : Steps[step].Place.End; i < Steps.Count; i++)
        {
            if (Steps[i] is SendPlan { Enabled: true, Marks: null, Repeat: RepeatRule.Never })
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>How many counts there are: the sources' first, then the steps'.</summary>
    public int Tallies => Sources.Count + Steps.Count;

    /// <summary>Index of a step; below 0 (<c>~n</c>) for the n-th source; null when it is gone.</summary>
    public int? IndexOf(string id)
    {
        for (var i = 0; i < Sources.Count; i++)
        {
            if (Sources[i].Id == id)
            {
                return ~i;
            }
        }

        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Id == id)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Which source has this id; the first where it is gone.</summary>
    public int SourceOf(string id) => IndexOf(id) is { } index and < 0 ? ~index : 0;

    /// <summary>The id of a step, or of a source (<c>~n</c>).</summary>
    public string IdOf(int index) => index < 0 ? Sources[~index].Id : Steps[index].Id;

    /// <summary>Where a step or a source (<c>~n</c>) counts.</summary>
    public int TallyOf(int index) => index < 0 ? ~index : Sources.Count + index;

    /// <summary>The id of what counts there.</summary>
    public string CountedAt(int tally) => IdOf(tally < Sources.Count ? ~tally : tally - Sources.Count);
}

/// <summary>Where the records come from.</summary>
internal sealed record SourcePlan
{
    public required string Id { get; init; }

    public required ConnectionId Connection { get; init; }

    public required IAdaptor Adaptor { get; init; }

    public required IPageSource Pages { get; init; }

    public required TraceKey TraceKey { get; init; }

    public Mapping? Transform { get; init; }

    public Filter? Filter { get; init; }

    /// <summary>The most records read; null reads all.</summary>
    public int? Limit { get; init; }

    /// <summary>Null reads whatever there is; else what has changed.</summary>
    public DeltaPlan? Delta { get; init; }

    /// <summary>What sets its records' fingerprints apart from those of the flow's other sources; the first needs nothing.</summary>
    public string Salt { get; init; } = "";
}
