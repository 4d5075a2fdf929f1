using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Imports;

/// <summary>An import at rest and in a body: the contract's own fields, each with its default.</summary>
public static class ImportDocument
{
    public const int BatchSizeMax = 1000;

    public static Import FromRow(ResourceRow row) =>
        Read(new DocumentReader(DocumentWriter.Parse(row.Document)), new ImportId(row.Id)) with
        {
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };

    /// <summary>Takes the fields; what is wrong with their form is noted in the reader.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="named">False for a body that is only previewed: it needs no name.</param>
    public static Import Read(DocumentReader reader, ImportId id, bool named = true) => new()
    {
        Id = id,
        Name = named ? reader.Name() : reader.OptionalName("name") ?? "",
        Connection = reader.RequiredId<ConnectionId>("connection") ?? default,
        Operation = reader.OptionalString("operation", 200, 1),
        Parameters = reader.FilledObject("parameters"),
        Mapping = reader.Free("mapping"),
        Lookups = reader.FilledObject("lookups"),
        BatchSize = reader.Int("batchSize", 1, BatchSizeMax, 1),
        Order = reader.Choice("order", "any", "key") ?? "any",
        OrderKey = reader.OptionalString("orderKey", min: 1),
        IdempotencyKey = reader.OptionalString("idempotencyKey", min: 1),
        Repeat = reader.OptionalEnum<RepeatRule>("repeat"),
        Request = reader.FreeObject("request"),
    };

    /// <summary>The own fields into an open object.</summary>
    public static void Write(Utf8JsonWriter writer, Import import)
    {
        writer.WriteString("name", import.Name);
        writer.WriteString("connection", import.Connection.Value);
        writer.WriteString("operation", import.Operation);
        writer.WriteFree("parameters", import.Parameters);
        writer.WriteFree("mapping", import.Mapping);
        writer.WriteFree("lookups", import.Lookups);
        writer.WriteNumber("batchSize", import.BatchSize);
        writer.WriteString("order", import.Order);
        writer.WriteString("orderKey", import.OrderKey);
        writer.WriteString("idempotencyKey", import.IdempotencyKey);
        writer.WriteEnum("repeat", import.Repeat);
        writer.WriteFree("request", import.Request);
    }
}
