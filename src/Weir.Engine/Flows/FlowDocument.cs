using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>A flow at rest and in a body: the contract's own fields, each with its default.</summary>
public static class FlowDocument
{
    public const int SourcesMax = 50;
    public const int StepsMax = 200;
    private const int IdCharactersMax = 100;
    private const int MadeCharacters = 8;

    public static Flow FromRow(ResourceRow row) =>
        Read(new DocumentReader(DocumentWriter.Parse(row.Document)), new FlowId(row.Id)) with
        {
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };

    /// <summary>
    /// Takes the fields; what is wrong with their form is noted in the reader. Ids of sources and steps that are left out
    /// are made, and never made twice: errors name the step at which they wait.
    /// </summary>
    /// <param name="reader">The document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="ids">Makes what is left out; null counts <c>source1</c>, <c>step1</c>.</param>
    public static Flow Read(DocumentReader reader, FlowId id, IdSource? ids = null)
    {
        RefuseUnavailable(reader);
        var sources = reader.Array("sources", SourcesMax);
        var steps = reader.Array("steps", StepsMax);
        HashSet<string> taken = new(StringComparer.Ordinal);
        var sourceIds = IdsOf(sources, taken);
        var stepIds = IdsOf(steps, taken);
        return new Flow
        {
            Id = id,
            Name = reader.Name(),
            Integration = reader.Id<IntegrationId>("integration"),
            Enabled = reader.Bool("enabled", true),
            Sources =
            [
                .. sources.Select((source, i) => new FlowSource(
                    sourceIds[i] ?? Made("source", taken, ids),
                    source.RequiredId<ExportId>("export") ?? default)),
            ],
            Steps = [.. steps.Select((step, i) => Step(step, stepIds[i] ?? Made("step", taken, ids)))],
        };
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
        writer.WriteStartArray("steps");
        foreach (var step in flow.Steps)
        {
            Write(writer, step);
        }

        writer.WriteEndArray();
    }

    private static FlowStep Step(DocumentReader reader, string id)
    {
        var branch = reader.Free("branch");
        if (branch.ValueKind != JsonValueKind.Undefined)
        {
            reader.RefuseUnavailable("branch", "A branch");
        }

        var lookup = reader.Id<ExportId>("lookup");
        var import = reader.Id<ImportId>("import");
        var isTold = reader.IsRefused("branch") || reader.IsRefused("lookup") || reader.IsRefused("import");
        if ((lookup is null) == (import is null) && !isTold)
        {
            reader.Refuse(
                lookup is null ? "import" : "lookup",
                "A step has either a lookup or an import.",
                lookup is null ? ErrorCodes.Required : ErrorCodes.Validation);
        }

        return new FlowStep
        {
            Id = id,
            Name = reader.OptionalName("name"),
            Enabled = reader.Bool("enabled", true),
            Lookup = lookup,
            Import = import,
            When = reader.Free("when"),
            Into = reader.OptionalString("into", 1000, 1),
            ContinueOnError = reader.Choice("onError", "stop", "continue") == "continue",
        };
    }

    private static void Write(Utf8JsonWriter writer, FlowStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("id", step.Id);
        writer.WriteString("name", step.Name);
        writer.WriteBoolean("enabled", step.Enabled);
        if (step.Lookup is { } lookup)
        {
            writer.WriteString("lookup", lookup.Value);
        }

        if (step.Import is { } import)
        {
            writer.WriteString("import", import.Value);
        }

        writer.WriteFree("when", step.When);
        writer.WriteString("into", step.Into);
        writer.WriteString("onError", step.ContinueOnError ? "continue" : "stop");
        writer.WriteEndObject();
    }

    private static List<string?> IdsOf(IReadOnlyList<DocumentReader> parts, HashSet<string> taken)
    {
        List<string?> ids = [];
        foreach (var part in parts)
        {
            var id = part.OptionalString("id", IdCharactersMax, 1);
            if (id is not null && id.Any(char.IsControl))
            {
                part.Refuse("id", "'id' must not hold control characters.");
            }
            else if (id is not null && !taken.Add(id))
            {
                part.Refuse("id", $"'{id}' stands twice in the flow; sources and steps have ids of their own.");
            }

            ids.Add(id);
        }

        return ids;
    }

    private static string Made(string prefix, HashSet<string> taken, IdSource? ids)
    {
        for (var i = 1; ; i++)
        {
            var id = ids is null ? $"{prefix}{i}" : $"{prefix}-{ids.NewValue()[^MadeCharacters..]}";
            if (taken.Add(id))
            {
                return id;
            }
        }
    }

    private static void RefuseUnavailable(DocumentReader reader)
    {
        if (reader.Free("schedule").ValueKind != JsonValueKind.Undefined)
        {
            reader.RefuseUnavailable("schedule", "A schedule");
        }

        if (reader.FreeArray("runNext") is { ValueKind: JsonValueKind.Array } next && next.GetArrayLength() > 0)
        {
            reader.RefuseUnavailable("runNext", "Running flows one after the other ('runNext')");
        }
    }
}
