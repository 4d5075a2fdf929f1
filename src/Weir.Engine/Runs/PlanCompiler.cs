using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Resources;
using Weir.Engine.Runs.Steps;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Compiles a flow with the versions of its resources that a run keeps. Everything was checked when it was saved: what
/// cannot be compiled now (an operation that a newer definition dropped) is a refusal that names the resource.
/// </summary>
public sealed class PlanCompiler(
    IResourceStore resources, ILiveConnections connections, AdaptorSet adaptors)
{
    /// <summary>The versions that stand now: what a new run keeps.</summary>
    public async Task<IReadOnlyDictionary<string, int>> PresentVersionsAsync(
        Flow flow, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, int>(StringComparer.Ordinal) { [flow.Id.Value] = flow.Version };
        foreach (var (kind, id) in ReferencesOf(flow))
        {
            var row = await FindAsync(kind, id, null, cancellationToken);
            versions[id] = row.Version;
            if (kind == ResourceKind.Export && Exports.ExportOnce.ImportOf(Exports.ExportDocument.FromRow(row)) is { } mark)
            {
                versions[mark.Value] = (await FindAsync(ResourceKind.Import, mark.Value, null, cancellationToken)).Version;
            }
        }

        return versions;
    }

    internal async Task<RunPlan> CompileAsync(Run run, CancellationToken cancellationToken)
    {
        var row = await FindAsync(
            ResourceKind.Flow, run.Flow.Value, run.Versions.GetValueOrDefault(run.Flow.Value), cancellationToken);
        var flow = Flows.FlowDocument.FromRow(row);
        if (flow.Sources.Count == 0)
        {
            throw RefusalException.Invalid("sources", "A flow needs a source before it can run.");
        }

        List<SourcePlan> sources = [];
        foreach (var source in flow.Sources)
        {
            var plan = await SourceAsync(source, run, cancellationToken);
            sources.Add(sources.Count == 0 ? plan : plan with { Salt = $"{plan.Id}\n" });
        }

        List<StepPlan> steps = [];
        await AddAsync(steps, flow.Steps, new StepPlace(0, null, 0), true, run, cancellationToken);
        foreach (var mark in await MarksAsync(flow, run, cancellationToken))
        {
            steps.Add(mark with { Place = new StepPlace(steps.Count + 1, null, 0) });
        }

        return new RunPlan(flow.Id, sources, steps) { RunNext = flow.RunNext };
    }

    /// <summary>Lists each step, and behind a branch the steps of its cases.</summary>
    /// <param name="list">Takes them.</param>
    /// <param name="steps">Those of the flow, or of one case.</param>
    /// <param name="around">The branch and the case around them.</param>
    /// <param name="enabled">Whether the branch around them is switched on.</param>
    /// <param name="run">Keeps the versions.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task AddAsync(
        List<StepPlan> list,
        IReadOnlyList<FlowStep> steps,
        StepPlace around,
        bool enabled,
        Run run,
        CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            var at = list.Count;
            list.Add(null!);
            var isEnabled = enabled && step.Enabled;
            var plan = step switch
            {
                { Lookup: { } lookup } => await LookupAsync(step, lookup, run, cancellationToken),
                { Import: { } import } => await ImportAsync(step, import, run, cancellationToken),
                _ => await BranchAsync(list, step, isEnabled, run, cancellationToken),
            };
            list[at] = plan with
            {
                Enabled = isEnabled,
                When = FilterOf(step.When),
                Into = step.Into?.Split('.'),
                ContinueOnError = step.ContinueOnError,
                Place = around with { End = list.Count },
            };
        }
    }

    private async Task<StepPlan> BranchAsync(
        List<StepPlan> list, FlowStep step, bool enabled, Run run, CancellationToken cancellationToken)
    {
        var branch = list.Count - 1;
        List<CasePlan> cases = [];
        foreach (var @case in step.Branch!.Cases)
        {
            var start = list.Count;
            await AddAsync(list, @case.Steps, new StepPlace(0, branch, cases.Count), enabled, run, cancellationToken);
            cases.Add(new CasePlan(FilterOf(@case.When), start, list.Count));
        }

        return new BranchPlan { Id = step.Id, TakesAll = step.Branch.TakesAll, Cases = cases };
    }

    /// <summary>After all steps: what marks the records of sources that give each of them once.</summary>
    private async Task<IReadOnlyList<StepPlan>> MarksAsync(Flow flow, Run run, CancellationToken cancellationToken)
    {
        List<StepPlan> marks = [];
        for (var i = 0; i < flow.Sources.Count; i++)
        {
            var (export, _, _, _) = await ExportAsync(flow.Sources[i].Export, run, cancellationToken);
            if (Exports.ExportOnce.ImportOf(export) is not { } import)
            {
                continue;
            }

            var step = new FlowStep { Id = MarkStepId(flow, flow.Sources[i].Id), Import = import };
            marks.Add(await ImportAsync(step, import, run, cancellationToken) is SendPlan send
                ? send with { Marks = i }
                : throw RefusalException.Invalid("once.mark.import", "What marks a record must send a request."));
        }

        return marks;
    }

    /// <summary>Not the id of a step that stands in the flow.</summary>
    private static string MarkStepId(Flow flow, string source)
    {
        var id = $"{source}.once";
        while (flow.AllSteps.Any(s => s.Id == id) || flow.Sources.Any(s => s.Id == id))
        {
            id += "'";
        }

        return id;
    }

    private static IEnumerable<(ResourceKind Kind, string Id)> ReferencesOf(Flow flow) =>
    [
        .. flow.Sources.Select(s => (ResourceKind.Export, s.Export.Value)),
        .. flow.AllSteps.Where(s => s.Lookup is not null).Select(s => (ResourceKind.Export, s.Lookup!.Value.Value)),
        .. flow.AllSteps.Where(s => s.Import is not null).Select(s => (ResourceKind.Import, s.Import!.Value.Value)),
    ];

    private static Filter? FilterOf(JsonElement rule) =>
        rule.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Filter.Parse(rule);

    private static Mapping? MappingOf(JsonElement mapping, JsonElement lookups) =>
        mapping.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Mapping.Parse(mapping, lookups);

    private static Template? TemplateOf(string? text, Place place = Place.Text) =>
        text is null ? null : Template.Parse(text, place);

    private async Task<SourcePlan> SourceAsync(FlowSource source, Run run, CancellationToken cancellationToken)
    {
        var (export, application, operation, adaptor) = await ExportAsync(source.Export, run, cancellationToken);
        var pages = adaptor.OpenSource(new SourceSpec(application, operation, export));
        return new SourcePlan
        {
            Id = source.Id,
            Connection = export.Connection,
            Adaptor = adaptor,
            Pages = pages,
            TraceKey = new TraceKey(
                TemplateOf(export.TraceKey ?? operation?.TraceKey), pages.RecordKey is { } key ? JsonPath.Parse(key) : null),
            Transform = MappingOf(export.Transform, default),
            Filter = FilterOf(export.Filter),
            Limit = export.Mode == ExportMode.Limit ? export.Limit : null,
            Delta = Exports.ExportDelta.Of(export, operation),
        };
    }

    private async Task<StepPlan> LookupAsync(FlowStep step, ExportId id, Run run, CancellationToken cancellationToken)
    {
        var (export, application, operation, adaptor) = await ExportAsync(id, run, cancellationToken);
        return new LookupPlan
        {
            Id = step.Id,
            Connection = export.Connection,
            Adaptor = adaptor,
            Call = adaptor.OpenLookup(new SourceSpec(application, operation, export)),
        };
    }

    private async Task<StepPlan> ImportAsync(FlowStep step, ImportId id, Run run, CancellationToken cancellationToken)
    {
        var row = await FindAsync(
            ResourceKind.Import, id.Value, VersionIn(run, id.Value), cancellationToken);
        var import = Imports.ImportDocument.FromRow(row);
        var application = connections.Current(import.Connection).Application;
        var operation = OperationOf(application, import.Operation);
        var adaptor = adaptors.For(application);
        var mapping = MappingOf(import.Mapping, import.Lookups);
        IDestination destination;
        try
        {
            destination = adaptor.OpenDestination(new DestinationSpec(application, operation, import, mapping?.Columns));
        }
        catch (RefusalException e)
        {
            // Its definition asks for more than it did when the import was saved.
            throw new RefusalException(e.Code, $"The import '{import.Name}' of step '{step.Id}' cannot run any more: {e.Message}", e.Problems);
        }

        if (destination is IRowDestination rows)
        {
            return new RowPlan
            {
                Id = step.Id,
                Connection = import.Connection,
                Adaptor = adaptor,
                Rows = rows,
                Mapping = mapping,
            };
        }

        var call = (IRecordCall)destination;
        return new SendPlan
        {
            Id = step.Id,
            Connection = import.Connection,
            Adaptor = adaptor,
            Import = import.Id,
            Call = call,
            Mapping = mapping,
            IdempotencyKey = TemplateOf(import.IdempotencyKey, Place.Header),
            Repeat = import.Repeat ?? call.Repeat,
            BatchSize = import.BatchSize,
            OrderKey = TemplateOf(import.OrderKey),
        };
    }

    private async Task<(Export Export, ApplicationDefinition Application, OperationDefinition? Operation, IAdaptor Adaptor)>
        ExportAsync(ExportId id, Run run, CancellationToken cancellationToken)
    {
        var row = await FindAsync(
            ResourceKind.Export, id.Value, VersionIn(run, id.Value), cancellationToken);
        var export = Exports.ExportDocument.FromRow(row);
        var application = connections.Current(export.Connection).Application;
        return (export, application, OperationOf(application, export.Operation), adaptors.For(application));
    }

    private static int? VersionIn(Run run, string id) =>
        run.Versions.TryGetValue(id, out var version) ? version : null;

    private static OperationDefinition? OperationOf(ApplicationDefinition application, string? key) =>
        key is null
            ? null
            : application.Operations.GetValueOrDefault(key) ?? throw RefusalException.Invalid(
                "operation", $"{application.Name} has no operation {key}.");

    private async Task<ResourceRow> FindAsync(
        ResourceKind kind, string id, int? version, CancellationToken cancellationToken) =>
        (version is { } v
            ? await resources.FindVersionAsync(kind, id, v, cancellationToken)
            : await resources.FindAsync(kind, id, cancellationToken))
        ?? throw RefusalException.NotFound(kind.ToString().ToLowerInvariant(), id);
}
