using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>A flow at rest and in a body: the contract's own fields, each with its default.</summary>
public static class FlowDocument
{
    public const int SourcesMax = 50;
    public const int RunNextMax = 50;

    public static Flow FromRow(ResourceRow row) =>
        Read(new DocumentReader(DocumentWriter.Parse(row.Document)), new FlowId(row.Id)) with
        {
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };

    /// <summary>Sources and steps alone, of a flow that is being made; what is wrong with their form is noted in the reader.</summary>
    public static Flow ReadParts(DocumentReader reader, FlowId id)
    {
        var (sources, steps) = Parts(reader, null);
        return new Flow { Id = id, Name = "", Sources = sources, Steps = steps };
    }

    /// <summary>
    /// Takes the fields; what is wrong with their form is noted in the reader. Ids of sources and steps that are left out
    /// are made, and never made twice: errors name the step at which they wait.
    /// </summary>
    /// <param name="reader">The document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="ids">Makes what is left out; null counts <c>source1</c>, <c>step1</c>.</param>
    public static Flow Read(DocumentReader reader, FlowId id, IdSource? ids = null)
    {
        var (sources, steps) = Parts(reader, ids);
        return new Flow
        {
            Id = id,
            Name = reader.Name(),
            Integration = reader.Id<IntegrationId>("integration"),
            Enabled = reader.Bool("enabled", true),
            Sources = sources,
            Steps = steps,
            Schedule = reader.FreeObject("schedule"),
            RunNext = reader.Ids<FlowId>("runNext", RunNextMax),
        };
    }

    private static (IReadOnlyList<FlowSource> Sources, IReadOnlyList<FlowStep> Steps) Parts(DocumentReader reader, IdSource? ids)
    {
        var sources = reader.Array("sources", SourcesMax);
        var stepIds = new FlowIds(ids);
        var sourceIds = sources.Select(stepIds.Take).ToList();
        var steps = new FlowSteps(reader, stepIds);
        return (
            [
                .. sources.Select((source, i) => new FlowSource(
                    sourceIds[i] ?? stepIds.Make("source"),
                    source.RequiredId<ExportId>("export") ?? default)),
            ],
            steps.Read());
    }

    /// <summary>The own fields into an open object.</summary>
    public static void Write(Utf8JsonWriter writer, Flow flow)
    {
        writer.WriteString("name", flow.Name);
        writer.WriteId("integration", flow.Integration);
        writer.WriteBoolean("enabled", flow.Enabled);
        writer.WriteStartArray("sources");
        foreach (var source in flow.Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("id", source.Id);
            writer.WriteString("export", source.Export.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        FlowSteps.Write(writer, flow.Steps);
        writer.WriteFree("schedule", flow.Schedule);
        if (flow.RunNext.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("runNext");
        foreach (var next in flow.RunNext)
        {
            writer.WriteStringValue(next.Value);
        }

        writer.WriteEndArray();
    }
}
