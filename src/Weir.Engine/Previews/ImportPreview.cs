using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Imports;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>Shows what an import that is not stored would send for some records. Sends nothing.</summary>
public sealed class ImportPreview(ILiveConnections connections, AdaptorSet adaptors, TimeProvider time)
{
    public const int RecordsMax = 100;

    private readonly OperationTargets _targets = new(connections, adaptors);

    /// <summary><c>{"import":{…},"records":[…]}</c>. What is wrong with the body is a refusal; with a record, in the answer.</summary>
    public ImportPreviewView Run(JsonElement body)
    {
        var reader = new DocumentReader(body);
        var document = reader.RequiredObject("import");
        var records = reader.FreeArray("records");
        if (records.ValueKind == JsonValueKind.Undefined && !reader.IsRefused("records"))
        {
            reader.Refuse("records", "'records' is needed.", ErrorCodes.Required);
        }
        else if (records.ValueKind == JsonValueKind.Array && records.GetArrayLength() > RecordsMax)
        {
            reader.Refuse("records", $"'records' holds more than {RecordsMax} items.");
        }

        var import = document is null ? null : new ImportReader(_targets).Read(document, default, default, named: false);
        if (document is null || import is null || !reader.IsGood)
        {
            reader.Finish();
            throw RefusalException.Invalid("import", "The import cannot be previewed.");
        }

        var target = _targets.Find(import.Connection, import.Operation)!;
        var rendering = document.Compile(() => new ImportRendering(
            connections.Known(import.Connection), target, import, PreviewVariables.Of(null, time)));
        reader.Finish();
        return rendering!.Render([.. records.EnumerateArray()]);
    }
}
