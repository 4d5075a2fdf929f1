using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Integrations;

/// <summary>An integration at rest and in a body.</summary>
internal static class IntegrationDocument
{
    private const int DescriptionCharactersMax = 1000;
    private const int ConnectionsMax = 1000;

    public static ResourceDraft Draft(Integration integration) => new()
    {
        Name = integration.Name,
        Document = Write(integration),
    };

    public static string Write(Integration integration) => DocumentWriter.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", integration.Name);
        writer.WriteString("description", integration.Description);
        writer.WriteIds("connections", integration.Connections);
        writer.WriteEndObject();
    });

    /// <param name="row">As stored.</param>
    /// <param name="connections">All connections there are: what was deleted is registered nowhere.</param>
    public static Integration Read(ResourceRow row, IReadOnlySet<ConnectionId> connections)
    {
        var document = DocumentWriter.Parse(row.Document);
        return new Integration
        {
            Id = new IntegrationId(row.Id),
            Name = row.Name,
            Description = document.GetProperty("description").GetString(),
            Connections =
            [
                .. document.GetProperty("connections").EnumerateArray()
                    .Select(c => new ConnectionId(c.GetString()!))
                    .Where(connections.Contains),
            ],
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };
    }

    /// <param name="body">The whole document; for a change, merged with what is stored.</param>
    /// <param name="id">Its id.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    /// <param name="connections">All connections there are.</param>
    public static Integration Read(
        JsonElement body, IntegrationId id, JsonElement present, IReadOnlySet<ConnectionId> connections)
    {
        var reader = new DocumentReader(body);
        reader.ReadOnly(present, IntegrationView.ReadOnlyFields);
        var integration = new Integration
        {
            Id = id,
            Name = reader.Name(),
            Description = reader.OptionalString("description", DescriptionCharactersMax),
            Connections = reader.Ids<ConnectionId>("connections", ConnectionsMax),
        };
        for (var i = 0; i < integration.Connections.Count; i++)
        {
            if (!connections.Contains(integration.Connections[i]))
            {
                reader.Refuse($"connections[{i}]", $"There is no connection {integration.Connections[i]}.");
            }
        }

        reader.Finish();
        return integration;
    }
}
