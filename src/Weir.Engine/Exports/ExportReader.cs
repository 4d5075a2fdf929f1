using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Exports;

/// <summary>Reads the body of an export and compiles everything in it. Everything wrong is told at once.</summary>
internal sealed class ExportReader(OperationTargets targets)
{
    private static readonly string[] Compiled = ["parameters", "request", "records", "paging", "pageSize"];

    /// <param name="body">The whole document; for a change, merged with what is stored.</param>
    /// <param name="id">Its id.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    public Export Read(JsonElement body, ExportId id, JsonElement present)
    {
        var reader = new DocumentReader(body);
        var export = Read(reader, id, present);
        reader.Finish();
        return export;
    }

    /// <summary>As the other, with everything wrong left in the reader.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    /// <param name="named">False for a body that is only previewed.</param>
    public Export Read(DocumentReader reader, ExportId id, JsonElement present, bool named = true)
    {
        reader.ReadOnly(present, ExportView.ReadOnlyFields);
        var export = ExportDocument.Read(reader, id, named);
        CheckMode(reader, export);
        reader.CheckFilter("filter", export.Filter);
        reader.CheckMapping("transform", export.Transform);
        reader.CheckTemplate("traceKey", export.TraceKey);
        var target = targets.Read(
            reader, export.Connection, export.Operation, OperationKind.Export, OperationKind.Lookup);
        ExportDelta.Check(reader, export, target);
        ExportOnce.Check(reader, export, target);
        if (target is not null && !Compiled.Any(reader.IsRefused))
        {
            Compile(reader, target, export);
        }

        return export;
    }

    private static void CheckMode(DocumentReader reader, Export export)
    {
        if (export.Mode == ExportMode.Limit && export.Limit is null && !reader.IsRefused("limit"))
        {
            reader.Refuse("limit", "'limit' is needed with the mode 'limit'.", ErrorCodes.Required);
        }

        if (export.Mode != ExportMode.Limit && export.Limit is not null && !reader.IsRefused("mode"))
        {
            reader.Refuse("limit", "'limit' belongs to the mode 'limit': choose it, or leave the limit out.");
        }
    }

    private static void Compile(DocumentReader reader, OperationTarget target, Export export)
    {
        var spec = new SourceSpec(target.Application, target.Operation, export);
        if (target.Operation?.Kind == OperationKind.Lookup)
        {
            reader.Compile(() => target.Adaptor.OpenLookup(spec));
        }
        else
        {
            reader.Compile(() => target.Adaptor.OpenSource(spec));
        }
    }
}
