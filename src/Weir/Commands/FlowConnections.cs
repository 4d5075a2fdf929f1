using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;

namespace Weir.Commands;

/// <summary>The connections through which a flow sends, so that their slots can be shown.</summary>
internal static class FlowConnections
{
    public static async Task<IReadOnlyList<string>> OfAsync(ApiClient client, string flowId, CancellationToken stop)
    {
        var flow = await client.GetAsync($"/v1/flows/{flowId}", FlowJson.Default.FlowView, stop);
        HashSet<string> connections = new(StringComparer.Ordinal);
        foreach (var id in flow.Sources.Select(s => s.Export).Concat(flow.Steps.Select(s => s.Lookup)).OfType<string>())
        {
            var export = await client.GetAsync($"/v1/exports/{id}", ExportJson.Default.ExportView, stop);
            connections.Add(export.Connection);
        }

        foreach (var id in flow.Steps.Select(s => s.Import).OfType<string>())
        {
            var import = await client.GetAsync($"/v1/imports/{id}", ImportJson.Default.ImportView, stop);
            connections.Add(import.Connection);
        }

        return [.. connections];
    }
}
