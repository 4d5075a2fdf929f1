using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;

namespace Weir.Commands;

/// <summary>What is shown beside a run's numbers.</summary>
/// <param name="Connections">Ids of the connections through which the flow sends, so that their slots can be shown.</param>
/// <param name="Names">What a source or step is called, by its id: its own name, else that of its export or import.</param>
internal sealed record FlowParts(IReadOnlyList<string> Connections, IReadOnlyDictionary<string, string> Names)
{
    public static FlowParts None { get; } = new([], new Dictionary<string, string>(StringComparer.Ordinal));

    public static async Task<FlowParts> OfAsync(ApiClient client, string flowId, CancellationToken stop)
    {
        var flow = await client.GetAsync($"/v1/flows/{flowId}", FlowJson.Default.FlowView, stop);
        HashSet<string> connections = new(StringComparer.Ordinal);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        List<FlowStepView> steps = [.. flow.Steps.SelectMany(WithNested)];
        var reading = flow.Sources.Select(s => (s.Id, Name: (string?)null, Export: (string?)s.Export))
            .Concat(steps.Select(s => (s.Id, s.Name, Export: s.Lookup)));
        foreach (var (id, name, exportId) in reading.Where(r => r.Export is not null))
        {
            var export = await client.GetAsync($"/v1/exports/{exportId}", ExportJson.Default.ExportView, stop);
            connections.Add(export.Connection);
            names[id] = name ?? export.Name;
        }

        foreach (var step in steps.Where(s => s.Import is not null))
        {
            var import = await client.GetAsync($"/v1/imports/{step.Import}", ImportJson.Default.ImportView, stop);
            connections.Add(import.Connection);
            names[step.Id] = step.Name ?? import.Name;
        }

        foreach (var branch in steps.Where(s => s is { Branch: not null, Name: not null }))
        {
            names[branch.Id] = branch.Name!;
        }

        return new FlowParts([.. connections], names);
    }

    private static IEnumerable<FlowStepView> WithNested(FlowStepView step) =>
        step.Branch is null ? [step] : step.Branch.Cases.SelectMany(c => c.Steps).SelectMany(WithNested).Prepend(step);
}
