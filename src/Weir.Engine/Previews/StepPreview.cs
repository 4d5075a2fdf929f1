using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// Takes one record through one step of a flow, stored or as it is being made: a lookup is really asked, because it reads; an
/// import is only shown, unless it is asked to be sent. Also for a step that is switched off.
/// </summary>
public sealed class StepPreview(
    IResourceStore store,
    PreviewSender sender,
    PreviewKeys keys,
    ILiveConnections connections,
    AdaptorSet adaptors,
    IdSource ids,
    TimeProvider time)
{
    private readonly OperationTargets _targets = new(connections, adaptors);

    /// <summary>Whether this body asks for more than to be shown.</summary>
    public static bool Sends(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("send", out var send) && send.ValueKind == JsonValueKind.True;

    /// <summary>
    /// <c>{"record":{…},"flow":{"sources":[…],"steps":[…]},"source":"…","send":false}</c>. Without a record the first one of the
    /// source (by default the first) comes to the step through those before it. Refusals: <c>not_found</c>, and what keeps
    /// the step from being run at all.
    /// </summary>
    public async Task<StepPreviewView> RunAsync(
        FlowId id, string stepId, JsonElement body, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(ResourceKind.Flow, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("flow", id.Value);
        var reader = new DocumentReader(body);
        var draft = reader.Object("flow");
        var flow = draft is null ? FlowDocument.FromRow(row) : FlowDocument.ReadParts(draft, id);
        var record = reader.Free("record");
        var sourceId = reader.OptionalString("source", 1000);
        var sends = reader.Bool("send", false);
        if (sends && record.ValueKind == JsonValueKind.Undefined)
        {
            reader.Refuse("record", "Say which record is sent.", ErrorCodes.Required);
        }

        reader.Finish();
        var step = flow.AllSteps.FirstOrDefault(s => s.Id == stepId) ?? throw RefusalException.NotFound("step", stepId);
        var pass = new PreviewPass(record);
        if (record.ValueKind == JsonValueKind.Undefined && !await ComeAsync(flow, step, sourceId, pass, cancellationToken))
        {
            return pass.View(default);
        }

        return await TryAsync(step, sends, pass, cancellationToken);
    }

    /// <summary>False when there is no record, or it does not come to the step.</summary>
    private async Task<bool> ComeAsync(
        Flow flow, FlowStep step, string? sourceId, PreviewPass pass, CancellationToken cancellationToken)
    {
        var source = (flow.Sources.FirstOrDefault(s => sourceId is null || s.Id == sourceId))
            ?? throw RefusalException.Invalid("source", "The flow has no such source: give a record.");
        var (export, target) = await ExportAsync(source.Export, cancellationToken);
        var read = await new ListPreview(
            sender, connections.Known(export.Connection), target, export, PreviewVariables.Of(null, time), null)
            .ReadAsync(1, cancellationToken);
        pass.Heard.AddRange(read.Exchanges);
        if (read.Records.Count == 0)
        {
            var said = read.Error ?? new PreviewFault(ErrorCodes.NotFound, "The source gave no record.");
            pass.Errors.Add(new PreviewError(0, said.Code, null, said.Message));
            return false;
        }

        pass.Record = read.Records[0];
        return await WalkAsync(flow.Steps, step, pass, cancellationToken) == PreviewWalk.Arrived;
    }

    /// <summary>
    /// Through the steps before the one that is meant. Lookups are asked; what imports would answer is not there, because
    /// nothing is sent.
    /// </summary>
    private async Task<PreviewWalk> WalkAsync(
        IReadOnlyList<FlowStep> steps, FlowStep until, PreviewPass pass, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (step.Id == until.Id)
            {
                pass.Input = pass.Record;
                return PreviewWalk.Arrived;
            }

            var errors = pass.Errors.Count;
            var walked = PreviewWalk.Passed;
            if (step.Enabled && pass.Takes(step.When))
            {
                walked = step switch
                {
                    { Branch: { } branch } => await BranchAsync(branch, until, pass, cancellationToken),
                    { Lookup: { } lookup } => await LookUpAsync(step, lookup, pass, cancellationToken),
                    _ => PreviewWalk.Passed,
                };
            }

            if (walked != PreviewWalk.Passed)
            {
                return walked;
            }

            if (pass.Errors.Count > errors && !step.ContinueOnError)
            {
                return PreviewWalk.Stopped;
            }
        }

        return PreviewWalk.Passed;
    }

    private async Task<PreviewWalk> BranchAsync(
        FlowBranch branch, FlowStep until, PreviewPass pass, CancellationToken cancellationToken)
    {
        foreach (var @case in branch.Cases)
        {
            if (!pass.Takes(@case.When))
            {
                continue;
            }

            var walked = await WalkAsync(@case.Steps, until, pass, cancellationToken);
            if (walked != PreviewWalk.Passed || !branch.TakesAll)
            {
                return walked;
            }
        }

        return PreviewWalk.Passed;
    }

    private async Task<StepPreviewView> TryAsync(
        FlowStep step, bool sends, PreviewPass pass, CancellationToken cancellationToken)
    {
        pass.Input = pass.Record;
        if (!pass.Takes(step.When))
        {
            return pass.View(pass.Record, skipped: pass.Errors.Count == 0);
        }

        switch (step)
        {
            case { Branch: { } branch }:
                return pass.View(pass.Record) with { Cases = [.. CasesOf(branch, pass)] };
            case { Lookup: { } lookup }:
                await LookUpAsync(step, lookup, pass, cancellationToken);
                return pass.View(pass.Record);
            default:
                return await ImportAsync(step, sends, pass, cancellationToken);
        }
    }

    private static IEnumerable<int> CasesOf(FlowBranch branch, PreviewPass pass)
    {
        for (var i = 0; i < branch.Cases.Count; i++)
        {
            if (pass.Takes(branch.Cases[i].When))
            {
                yield return i;
                if (!branch.TakesAll)
                {
                    yield break;
                }
            }
        }
    }

    private async Task<PreviewWalk> LookUpAsync(
        FlowStep step, ExportId id, PreviewPass pass, CancellationToken cancellationToken)
    {
        var (export, target) = await ExportAsync(id, cancellationToken);
        var lookup = target.Adaptor.OpenLookup(new SourceSpec(target.Application, target.Operation, export));
        var (value, error) = await LookupPreview.FindAsync(
            sender,
            connections.Known(export.Connection),
            target.Adaptor,
            lookup,
            pass.Record,
            PreviewVariables.Of(null, time),
            pass.Heard,
            cancellationToken);
        if (error is not null)
        {
            pass.Errors.Add(error);
        }
        else
        {
            pass.Put(step.Into, value);
        }

        return PreviewWalk.Passed;
    }

    private async Task<StepPreviewView> ImportAsync(
        FlowStep step, bool sends, PreviewPass pass, CancellationToken cancellationToken)
    {
        var id = step.Import ?? throw RefusalException.Invalid("step", "This step has nothing to do.");
        var row = await store.FindAsync(ResourceKind.Import, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("import", id.Value);
        var import = ImportDocument.FromRow(row);
        var target = TargetOf(import.Connection, import.Operation, import.Name);
        var connection = connections.Known(import.Connection);
        var variables = PreviewVariables.Of(null, time);
        var rendered = new ImportRendering(connection, target, import, variables).Render([pass.Record]);
        pass.Errors.AddRange(rendered.Errors);
        if (!sends || pass.Errors.Count > 0)
        {
            return pass.View(pass.Record) with { Requests = rendered.Requests, Warnings = rendered.Warnings };
        }

        var (value, error) = await new ImportSending(sender, keys, connection, target, import, variables, step.Into is not null)
            .SendAsync(pass.Record, ids.NewValue(), pass.Heard, cancellationToken);
        if (error is not null)
        {
            pass.Errors.Add(error);
        }
        else
        {
            pass.Put(step.Into, value);
        }

        return pass.View(pass.Record) with { Requests = rendered.Requests, Warnings = rendered.Warnings };
    }

    private async Task<(Export Export, OperationTarget Target)> ExportAsync(ExportId id, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(ResourceKind.Export, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("export", id.Value);
        var export = ExportDocument.FromRow(row);
        return (export, TargetOf(export.Connection, export.Operation, export.Name));
    }

    private OperationTarget TargetOf(ConnectionId connection, string? operation, string name) =>
        _targets.Find(connection, operation) ?? throw new RefusalException(
            ErrorCodes.Conflict, $"The application or the operation of '{name}' is not on this server.");

    /// <summary>How a walk through steps ended.</summary>
    private enum PreviewWalk
    {
        /// <summary>The record is behind them.</summary>
        Passed,

        /// <summary>The record is at the step that is meant.</summary>
        Arrived,

        /// <summary>It failed before.</summary>
        Stopped,
    }
}
