using Weir.Engine.Errors;
using Weir.Engine.Flows;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Makes the runs of flows, with the versions that stand at that moment.</summary>
internal sealed class NewRuns(RunServices services, IResourceStore resources, PlanCompiler compiler)
{
    /// <summary>
    /// A run of a flow that can run: everything it needs was compiled. Refusals: <c>not_found</c>; <c>validation</c> when it
    /// has no source or no steps or is switched off.
    /// </summary>
    public async Task<Run> RunnableAsync(
        FlowId id, RunTrigger trigger, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var run = await ReadyAsync(id, trigger, cancellationToken) with { Since = since };
        await compiler.CompileAsync(run, cancellationToken);
        return run;
    }

    /// <summary>
    /// The same for a run that nobody asked for and nobody waits for: what cannot be compiled (any more) is stored as a run
    /// that has failed, where it is seen and alerts tell of it. A flow that is switched off or unfinished is still a refusal.
    /// </summary>
    public async Task<Run> TriggeredAsync(FlowId id, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var run = await ReadyAsync(id, trigger, cancellationToken);
        try
        {
            await compiler.CompileAsync(run, cancellationToken);
            return run;
        }
        catch (RefusalException e)
        {
            var failed = run with { Status = RunStatus.Failed, EndedAt = run.StartedAt, Error = new RunNote(e.Code, e.Message) };
            await services.Store.InsertAsync(failed, cancellationToken);
            return failed;
        }
    }

    private async Task<Run> ReadyAsync(FlowId id, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var flow = await FlowAsync(id, cancellationToken);
        if (flow.Sources.Count == 0 || flow.Steps.Count == 0)
        {
            throw RefusalException.Invalid(
                flow.Sources.Count == 0 ? "sources" : "steps", "A flow needs a source and a step before it can run.");
        }

        if (!flow.Enabled)
        {
            throw RefusalException.Invalid("enabled", "The flow is switched off.");
        }

        return await OfAsync(flow, trigger, cancellationToken);
    }

    public async Task<Run> OfAsync(Flow flow, RunTrigger trigger, CancellationToken cancellationToken)
    {
        return new Run
        {
            Id = services.Ids.New<RunId>(),
            Flow = flow.Id,
            Status = RunStatus.Queued,
            Trigger = trigger,
            Versions = await compiler.PresentVersionsAsync(flow, cancellationToken),
            StartedAt = services.Time.GetUtcNow(),
            Steps = NoneAt(flow),
        };
    }

    /// <summary>
    /// A run that resolves open errors. Those of a deleted flow, which cannot be tried again, can be resolved too. Refusal:
    /// <c>not_found</c>.
    /// </summary>
    public async Task<Run> ResolvingAsync(FlowId id, ErrorQuery query, CancellationToken cancellationToken)
    {
        var row = await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken);
        if (row is null && await services.Errors.CountAsync(new ErrorQuery { Flow = id, Open = true }, cancellationToken) == 0)
        {
            throw RefusalException.NotFound("flow", id.Value);
        }

        return new Run
        {
            Id = services.Ids.New<RunId>(),
            Flow = id,
            Status = RunStatus.Queued,
            Trigger = RunTrigger.Retry,
            Resolves = ErrorSelection.Write(query),
            Versions = new Dictionary<string, int>(StringComparer.Ordinal) { [id.Value] = row?.Version ?? 0 },
            StartedAt = services.Time.GetUtcNow(),
            Steps = row is null ? [] : NoneAt(FlowDocument.FromRow(row)),
        };
    }

    /// <summary>
    /// Stores a new run; false while another one of its flow is active. Refusal: <c>not_found</c> when the flow was deleted
    /// meanwhile. (One with an active run is not deleted: a flow that is still there now stays.)
    /// </summary>
    public async Task<bool> InsertAsync(Run run, CancellationToken cancellationToken)
    {
        if (!await services.Store.InsertAsync(run, cancellationToken))
        {
            return false;
        }

        if (await IsThereAsync(run.Flow))
        {
            return true;
        }

        var cancelled = run with { Status = RunStatus.Cancelled, EndedAt = services.Time.GetUtcNow() };
        await services.Store.UpdateAsync(cancelled, CancellationToken.None);
        throw RefusalException.NotFound("flow", run.Flow.Value);
    }

    public async Task<bool> IsThereAsync(FlowId id) =>
        await resources.FindAsync(ResourceKind.Flow, id.Value, CancellationToken.None) is not null;

    /// <summary>Refusal: <c>not_found</c>.</summary>
    public async Task<Flow> FlowAsync(FlowId id, CancellationToken cancellationToken) =>
        FlowDocument.FromRow(
            await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("flow", id.Value));

    private static IReadOnlyList<StepCounts> NoneAt(Flow flow) =>
    [
        .. flow.Sources.Select(s => s.Id).Concat(flow.AllSteps.Select(s => s.Id)).Select(id => new StepCounts(id, 0, 0, 0, 0, 0)),
    ];
}
