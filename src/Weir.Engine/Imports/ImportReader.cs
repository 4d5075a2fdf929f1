using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Expressions.Mappings;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Imports;

/// <summary>Reads the body of an import and compiles everything in it. Everything wrong is told at once.</summary>
internal sealed class ImportReader(OperationTargets targets)
{
    private static readonly string[] Compiled = ["parameters", "request", "mapping", "lookups"];

    /// <param name="body">The whole document; for a change, merged with what is stored.</param>
    /// <param name="id">Its id.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    public Import Read(JsonElement body, ImportId id, JsonElement present)
    {
        var reader = new DocumentReader(body);
        var import = Read(reader, id, present);
        reader.Finish();
        return import;
    }

    /// <summary>As the other, with everything wrong left in the reader.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    /// <param name="named">False for a body that is only previewed.</param>
    public Import Read(DocumentReader reader, ImportId id, JsonElement present, bool named = true)
    {
        reader.ReadOnly(present, ImportView.ReadOnlyFields);
        var import = ImportDocument.Read(reader, id, named);
        CheckOrder(reader, import);
        reader.CheckTemplate("idempotencyKey", import.IdempotencyKey, Place.Header);
        var mapping = CheckMapping(reader, import);
        var target = targets.Read(reader, import.Connection, import.Operation, OperationKind.Import);
        if (target is not null && !Compiled.Any(reader.IsRefused))
        {
            var spec = new DestinationSpec(target.Application, target.Operation, import, mapping?.Columns);
            var destination = reader.Compile(() => target.Adaptor.OpenDestination(spec));
            CheckRows(reader, import, destination);
            if (import.BatchSize > 1 && destination is IRecordCall and not IBatchCall)
            {
                reader.Refuse("batchSize", "This takes one record a request; leave the batch size out.");
            }
        }

        return import;
    }

    /// <summary>False when the import, as it was read, has no answer for each record: rows, and some batches.</summary>
    public bool Answers(Import import) =>
        targets.Find(import.Connection, import.Operation) is not { } target
        || target.Adaptor.OpenDestination(new DestinationSpec(target.Application, target.Operation, import, null))
            is not (IRowDestination or IBatchCall { NamesItems: false });

    private static void CheckOrder(DocumentReader reader, Import import)
    {
        reader.CheckTemplate("orderKey", import.OrderKey);
        if (import.Order == "key" && import.OrderKey is null && !reader.IsRefused("orderKey"))
        {
            reader.Refuse("orderKey", "The order 'key' needs an 'orderKey': a template that says which records follow one another.", ErrorCodes.Required);
        }

        if (import.Order != "key" && import.OrderKey is not null)
        {
            reader.Refuse("orderKey", "'orderKey' belongs to the order 'key'; give \"order\":\"key\" or leave it out.");
        }

        if (import.Order == "key" && import.BatchSize > 1)
        {
            reader.Refuse("batchSize", "With the order 'key' one record goes after the other; leave the batch size out.");
        }
    }

    private static Mapping? CheckMapping(DocumentReader reader, Import import)
    {
        if (import.Mapping.ValueKind != JsonValueKind.Undefined)
        {
            return reader.CheckMapping("mapping", import.Mapping, import.Lookups);
        }

        if (import.Lookups.ValueKind == JsonValueKind.Object && import.Lookups.EnumerateObject().Any())
        {
            reader.Refuse("lookups", "'lookups' are the tables of a mapping, and there is no mapping.");
        }

        return null;
    }

    /// <summary>A file is written, not called: what speaks of requests has no meaning there.</summary>
    private static void CheckRows(DocumentReader reader, Import import, IDestination? destination)
    {
        if (destination is not IRowDestination)
        {
            return;
        }

        if (import.Order == "key")
        {
            reader.Refuse("order", "This writes rows, always in the order of the source; leave the order out.");
        }

        if (import.BatchSize > 1)
        {
            reader.Refuse("batchSize", "This writes rows, whole pages at a time; leave the batch size out.");
        }

        if (import.IdempotencyKey is not null)
        {
            reader.Refuse("idempotencyKey", "This writes rows and sends no requests that could carry a key; leave it out.");
        }

        if (import.Repeat is not null)
        {
            reader.Refuse("repeat", "This writes rows, each exactly once, and sends no requests to repeat; leave it out.");
        }
    }
}
