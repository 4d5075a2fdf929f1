using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Exports;

/// <summary>An export at rest and in a body: the contract's own fields, each with its default.</summary>
public static class ExportDocument
{
    public const int PageSizeMax = 1000;
    public const int LimitMax = 1_000_000;

    public static Export FromRow(ResourceRow row) =>
        Read(new DocumentReader(DocumentWriter.Parse(row.Document)), new ExportId(row.Id)) with
        {
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };

    /// <summary>Takes the fields; what is wrong with their form is noted in the reader.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="named">False for a body that is only previewed: it needs no name.</param>
    public static Export Read(DocumentReader reader, ExportId id, bool named = true) => new()
    {
        Id = id,
        Name = named ? reader.Name() : reader.OptionalName("name") ?? "",
        Connection = reader.RequiredId<ConnectionId>("connection") ?? default,
        Operation = reader.OptionalString("operation", 200, 1),
        Parameters = reader.FilledObject("parameters"),
        Mode = reader.Enum("mode", ExportMode.All),
        Limit = reader.OptionalInt("limit", 1, LimitMax),
        PageSize = reader.OptionalInt("pageSize", 1, PageSizeMax),
        Filter = reader.Free("filter"),
        Transform = reader.Free("transform"),
        TraceKey = reader.OptionalString("traceKey", min: 1),
        Request = reader.FreeObject("request"),
        Records = reader.OptionalString("records", min: 1),
        Paging = reader.FreeObject("paging"),
        Delta = reader.FreeObject("delta"),
        Once = reader.FreeObject("once"),
    };

    /// <summary>The own fields into an open object.</summary>
    public static void Write(Utf8JsonWriter writer, Export export)
    {
        writer.WriteString("name", export.Name);
        writer.WriteString("connection", export.Connection.Value);
        writer.WriteString("operation", export.Operation);
        writer.WriteFree("parameters", export.Parameters);
        writer.WriteEnum<ExportMode>("mode", export.Mode);
        writer.WriteInt("limit", export.Limit);
        writer.WriteInt("pageSize", export.PageSize);
        writer.WriteFree("filter", export.Filter);
        writer.WriteFree("transform", export.Transform);
        writer.WriteString("traceKey", export.TraceKey);
        writer.WriteFree("request", export.Request);
        writer.WriteString("records", export.Records);
        writer.WriteFree("paging", export.Paging);
        writer.WriteFree("delta", export.Delta);
        writer.WriteFree("once", export.Once);
    }
}
