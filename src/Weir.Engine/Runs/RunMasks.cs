using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Flows;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Whose secrets the records of a run may repeat: those of the connections of its flow, as the run used them and as the flow
/// uses them now. Made for one slice of a list: what it has found out it keeps, so that each run and each resource is read
/// once.
/// </summary>
internal sealed class RunMasks(
    IRunStore runs, IResourceStore resources, ILiveConnections connections, AdaptorSet adaptors)
{
    private readonly Dictionary<RunId, RecordMask> _ofRuns = [];
    private readonly Dictionary<FlowId, IReadOnlyList<ConnectionId>> _ofFlows = [];
    private readonly Dictionary<(string Id, int? Version), ConnectionId?> _ofResources = [];

    public async Task<RecordMask> OfAsync(RunId id, FlowId flow, CancellationToken cancellationToken)
    {
        if (_ofRuns.TryGetValue(id, out var known))
        {
            return known;
        }

        var used = new HashSet<ConnectionId>(await OfFlowAsync(flow, cancellationToken));
        var run = await runs.FindAsync(id, cancellationToken);
        foreach (var (resource, version) in run?.Versions ?? new Dictionary<string, int>())
        {
            if (await OfResourceAsync(resource, version, cancellationToken) is { } connection)
            {
                used.Add(connection);
            }
        }

        return _ofRuns[id] = new RecordMask([.. used.Select(Live).OfType<(IAdaptor, ConnectionSnapshot)>()]);
    }

    private (IAdaptor Adaptor, ConnectionSnapshot Connection)? Live(ConnectionId id)
    {
        try
        {
            var connection = connections.Current(id);
            return (adaptors.For(connection.Application), connection);
        }
        catch (ConnectionGoneException)
        {
            // Its secrets are gone with it.
            return null;
        }
    }

    private async Task<IReadOnlyList<ConnectionId>> OfFlowAsync(FlowId id, CancellationToken cancellationToken)
    {
        if (_ofFlows.TryGetValue(id, out var known))
        {
            return known;
        }

        List<ConnectionId> used = [];
        if (await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken) is { } row)
        {
            var flow = FlowDocument.FromRow(row);
            foreach (var resource in flow.Sources.Select(s => s.Export.Value)
                .Concat(flow.AllSteps.Select(s => s.Lookup?.Value ?? s.Import?.Value).OfType<string>()))
            {
                if (await OfResourceAsync(resource, null, cancellationToken) is { } connection)
                {
                    used.Add(connection);
                }
            }
        }

        return _ofFlows[id] = used;
    }

    /// <summary>The connection of an export or import; null for other resources, and for one that is gone.</summary>
    private async Task<ConnectionId?> OfResourceAsync(string id, int? version, CancellationToken cancellationToken)
    {
        if (_ofResources.TryGetValue((id, version), out var known))
        {
            return known;
        }

        ResourceKind? kind = id.StartsWith(ExportId.Prefix + "_", StringComparison.Ordinal) ? ResourceKind.Export
            : id.StartsWith(ImportId.Prefix + "_", StringComparison.Ordinal) ? ResourceKind.Import
            : null;
        var row = kind is not { } of ? null
            : version is { } at ? await resources.FindVersionAsync(of, id, at, cancellationToken)
            : await resources.FindAsync(of, id, cancellationToken);
        return _ofResources[(id, version)] = row is null
            ? null
            : new ConnectionId(DocumentWriter.Parse(row.Document).GetProperty("connection").GetString()!);
    }
}
