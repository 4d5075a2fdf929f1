using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Imports;
using Weir.Engine.Resources;
using Weir.Engine.Schedules;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>Reads the body of a flow and looks at everything it refers to. Everything wrong is told at once.</summary>
internal sealed class FlowReader(IResourceStore store, OperationTargets targets, IdSource? ids, TimeProvider time)
{
    private const int IntoDepthMax = 20;

    /// <summary>What was read, and the connections that its exports and imports use.</summary>
    /// <param name="body">The whole document; for a change, merged with what is stored.</param>
    /// <param name="id">Its id.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FlowCandidate> ReadAsync(
        JsonElement body, FlowId id, JsonElement present, CancellationToken cancellationToken)
    {
        var reader = new DocumentReader(body);
        reader.ReadOnly(present, FlowView.ReadOnlyFields);
        var flow = FlowDocument.Read(reader, id, ids);
        HashSet<ConnectionId> used = [];
        if (flow.Integration is { } integration
            && await store.FindAsync(ResourceKind.Integration, integration.Value, cancellationToken) is null)
        {
            reader.Refuse("integration", $"There is no integration {integration}.");
        }

        for (var i = 0; i < flow.Sources.Count; i++)
        {
            used.UnionWith(await SourceAsync(reader, $"sources[{i}].export", flow.Sources[i], cancellationToken));
        }

        await StepsAsync(reader, "", flow.Steps, used, cancellationToken);
        if (reader.Object("schedule") is { } schedule)
        {
            ScheduleDocument.Check(schedule, ScheduleDocument.Read(schedule), time.GetUtcNow());
        }

        await FlowChain.CheckAsync(reader, store, flow, cancellationToken);
        reader.Finish();
        return new FlowCandidate(flow, [.. used]);
    }

    /// <param name="reader">The flow.</param>
    /// <param name="path">What stands before <c>steps</c>: empty, or a case of a branch and a dot.</param>
    /// <param name="steps">The steps there.</param>
    /// <param name="used">Takes the connections that they use.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task StepsAsync(
        DocumentReader reader,
        string path,
        IReadOnlyList<FlowStep> steps,
        HashSet<ConnectionId> used,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, at) = (steps[i], $"{path}steps[{i}]");
            reader.CheckFilter($"{at}.when", step.When);
            CheckInto(reader, $"{at}.into", step.Into);
            var connection = step.Lookup is { } lookup
                ? await LookupAsync(reader, $"{at}.lookup", lookup, cancellationToken)
                : step.Import is { } import
                    ? await ImportAsync(reader, at, import, step, cancellationToken)
                    : null;
            if (connection is { } through)
            {
                used.Add(through);
            }

            for (var c = 0; c < (step.Branch?.Cases.Count ?? 0); c++)
            {
                var (@case, inside) = (step.Branch!.Cases[c], $"{at}.branch.cases[{c}]");
                reader.CheckFilter($"{inside}.when", @case.When);
                await StepsAsync(reader, $"{inside}.", @case.Steps, used, cancellationToken);
            }
        }
    }

    private static void CheckInto(DocumentReader reader, string field, string? into)
    {
        if (into is null)
        {
            return;
        }

        var names = into.Split('.');
        if (names.Length > IntoDepthMax || names.Any(n => string.IsNullOrWhiteSpace(n) || n.Any(char.IsControl)))
        {
            reader.Refuse(field, $"'into' is a path of at most {IntoDepthMax} names with dots between them, as in customer.orders.");
        }
    }

    private static void RefuseGone(DocumentReader reader, string field, string what, string name) =>
        reader.Refuse(field, $"The application or the operation of the {what} '{name}' is not on this server.");

    /// <summary>The connections that it reads and marks through.</summary>
    private async Task<IReadOnlyList<ConnectionId>> SourceAsync(
        DocumentReader reader, string field, FlowSource source, CancellationToken cancellationToken)
    {
        if (await ExportAsync(reader, field, source.Export, cancellationToken) is not var (export, target))
        {
            return [];
        }

        if (target.Operation?.Kind == OperationKind.Lookup)
        {
            reader.Refuse(
                field, $"The export '{export.Name}' looks one record up ({export.Operation}); a source needs an operation that lists.");
        }

        return ExportOnce.ImportOf(export) is { } mark
            && await store.FindAsync(ResourceKind.Import, mark.Value, cancellationToken) is { } row
                ? [export.Connection, ImportDocument.FromRow(row).Connection]
                : [export.Connection];
    }

    private async Task<ConnectionId?> LookupAsync(
        DocumentReader reader, string field, ExportId lookup, CancellationToken cancellationToken)
    {
        if (await ExportAsync(reader, field, lookup, cancellationToken) is not var (export, target))
        {
            return null;
        }

        reader.Compile(() => target.Adaptor.OpenLookup(new SourceSpec(target.Application, target.Operation, export)), field);
        return export.Connection;
    }

    private async Task<(Export Export, OperationTarget Target)?> ExportAsync(
        DocumentReader reader, string field, ExportId id, CancellationToken cancellationToken)
    {
        if (reader.IsRefused(field))
        {
            return null;
        }

        if (await store.FindAsync(ResourceKind.Export, id.Value, cancellationToken) is not { } row)
        {
            reader.Refuse(field, $"There is no export {id}.");
            return null;
        }

        var export = ExportDocument.FromRow(row);
        if (targets.Find(export.Connection, export.Operation) is { } target)
        {
            return (export, target);
        }

        RefuseGone(reader, field, "export", export.Name);
        return null;
    }

    private async Task<ConnectionId?> ImportAsync(
        DocumentReader reader, string path, ImportId id, FlowStep step, CancellationToken cancellationToken)
    {
        var field = $"{path}.import";
        if (reader.IsRefused(field))
        {
            return null;
        }

        if (await store.FindAsync(ResourceKind.Import, id.Value, cancellationToken) is not { } row)
        {
            reader.Refuse(field, $"There is no import {id}.");
            return null;
        }

        var import = ImportDocument.FromRow(row);
        if (targets.Find(import.Connection, import.Operation) is not { } target)
        {
            RefuseGone(reader, field, "import", import.Name);
            return null;
        }

        var columns = import.Mapping.ValueKind == JsonValueKind.Undefined
            ? null
            : reader.Parse(field, () => Mapping.Parse(import.Mapping, import.Lookups))?.Columns;
        var destination = reader.Compile(
            () => target.Adaptor.OpenDestination(new DestinationSpec(target.Application, target.Operation, import, columns)),
            field);
        if (destination is IRowDestination && step.Into is not null)
        {
            reader.Refuse($"{path}.into", $"The import '{import.Name}' writes rows and gives no answer; leave 'into' out.");
        }

        if (destination is IBatchCall { NamesItems: false } && step.Into is not null)
        {
            reader.Refuse(
                $"{path}.into", $"The import '{import.Name}' sends several records in one request, and its answer names none of them.");
        }

        return import.Connection;
    }
}

/// <summary>A flow that may be stored.</summary>
/// <param name="Flow">As it was read.</param>
/// <param name="Connections">Those that its exports and imports use, each once.</param>
internal sealed record FlowCandidate(Flow Flow, IReadOnlyList<ConnectionId> Connections);
