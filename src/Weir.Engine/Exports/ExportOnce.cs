using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Exports;

/// <summary>
/// An export's mode <c>once</c>: each record is marked at the source, by an import, after it passed all steps of its flow, so
/// that the source does not give it again.
/// </summary>
internal static class ExportOnce
{
    /// <summary>What marks its records; null where nothing does.</summary>
    public static ImportId? ImportOf(Export export) =>
        export.Mode == ExportMode.Once
        && export.Once.ValueKind == JsonValueKind.Object
        && export.Once.TryGetProperty("mark", out var mark)
        && mark.ValueKind == JsonValueKind.Object
        && mark.TryGetProperty("import", out var import)
        && import.GetString() is { } id
            ? ImportId.From(id)
            : null;

    /// <summary>Notes what is wrong with the mode and its document.</summary>
    public static void Check(DocumentReader reader, Export export, OperationTarget? target)
    {
        if (export.Mode != ExportMode.Once)
        {
            if (export.Once.ValueKind != JsonValueKind.Undefined && !reader.IsRefused("mode"))
            {
                reader.Refuse("once", "'once' belongs to the mode 'once': choose it, or leave 'once' out.");
            }

            return;
        }

        if (target?.Operation is { Kind: not OperationKind.Export })
        {
            reader.Refuse("mode", $"{target.Operation.Key} lists no records that could be marked.");
        }

        reader.RequiredObject("once")?.RequiredObject("mark")?.RequiredId<ImportId>("import");
    }
}
