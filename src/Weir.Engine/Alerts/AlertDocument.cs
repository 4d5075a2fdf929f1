using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>An alert at rest and in a body.</summary>
internal static class AlertDocument
{
    private const int FlowsMax = 100;

    public static Alert FromRow(ResourceRow row) => Read(new DocumentReader(DocumentWriter.Parse(row.Document)), new AlertId(row.Id)) with
    {
        Version = row.Version,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
    };

    /// <summary>Takes the fields; what is wrong with their form is noted in the reader.</summary>
    public static Alert Read(DocumentReader reader, AlertId id) => new()
    {
        Id = id,
        Name = reader.Name(),
        Import = reader.RequiredId<ImportId>("import") ?? default,
        Events = Events(reader),
        Integration = reader.Id<IntegrationId>("integration"),
        Flows = reader.Ids<FlowId>("flows", FlowsMax),
        Recovered = reader.Bool("recovered", false),
        Enabled = reader.Bool("enabled", true),
    };

    public static ResourceDraft Draft(Alert alert) => new()
    {
        Name = alert.Name,
        Document = DocumentWriter.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", alert.Name);
            writer.WriteString("import", alert.Import.Value);
            writer.WriteStrings("events", alert.Events);
            writer.WriteId("integration", alert.Integration);
            if (alert.Flows.Count > 0)
            {
                writer.WriteStrings("flows", [.. alert.Flows.Select(f => f.Value)]);
            }

            if (alert.Recovered)
            {
                writer.WriteBoolean("recovered", true);
            }

            writer.WriteBoolean("enabled", alert.Enabled);
            writer.WriteEndObject();
        }),
        References =
        [
            alert.Import.Value,
            .. alert.Integration is { } integration ? [integration.Value] : Array.Empty<string>(),
            .. alert.Flows.Select(f => f.Value),
        ],
    };

    private static IReadOnlyList<string> Events(DocumentReader reader)
    {
        if (!reader.Has("events"))
        {
            return AlertEvents.All;
        }

        var events = reader.Strings("events", AlertEvents.All.Count);
        for (var i = 0; i < events.Count; i++)
        {
            if (!AlertEvents.All.Contains(events[i]))
            {
                reader.Refuse($"events[{i}]", $"'{events[i]}' is none of {string.Join(", ", AlertEvents.All)}.");
            }
        }

        if (events.Count == 0 && !reader.IsRefused("events"))
        {
            reader.Refuse("events", $"At least one of {string.Join(", ", AlertEvents.All)} is needed.");
        }

        return [.. events.Distinct(StringComparer.Ordinal)];
    }
}
