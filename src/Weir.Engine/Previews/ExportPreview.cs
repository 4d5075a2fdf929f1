using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// Reads with an export that is not stored: the first records that a flow would get, or what a lookup finds for one record.
/// Stores nothing and moves no mark.
/// </summary>
public sealed class ExportPreview(
    PreviewSender sender, ILiveConnections connections, AdaptorSet adaptors, TimeProvider time)
{
    public const int RecordsMax = 100;

    /// <summary>A filter that lets nothing through does not read the whole list.</summary>
    public const int PagesMax = 5;

    private const int RecordsDefault = 10;

    private readonly OperationTargets _targets = new(connections, adaptors);

    /// <summary>
    /// <c>{"export":{…},"limit":10,"record":{…},"since":"…"}</c>. With a record, or with an operation that looks something
    /// up, it is a lookup. What is wrong with the body is a refusal; what the application refuses is in the answer.
    /// </summary>
    public Task<ExportPreviewView> RunAsync(JsonElement body, CancellationToken cancellationToken)
    {
        var reader = new DocumentReader(body);
        var document = reader.RequiredObject("export");
        var limit = reader.OptionalInt("limit", 1, RecordsMax);
        var record = reader.Free("record");
        var since = reader.Time("since");
        var export = document is null ? null : new ExportReader(_targets).Read(document, default, default, named: false);
        if (document is null || export is null || !reader.IsGood)
        {
            reader.Finish();
            throw RefusalException.Invalid("export", "The export cannot be previewed.");
        }

        var variables = PreviewVariables.Of(since, time);
        var target = _targets.Find(export.Connection, export.Operation)!;
        var connection = connections.Known(export.Connection);
        if (record.ValueKind == JsonValueKind.Undefined && target.Operation?.Kind != OperationKind.Lookup)
        {
            reader.Finish();
            var walk = new ListPreview(sender, connection, target, export, variables, since);
            return walk.ReadAsync(limit ?? RecordsDefault, cancellationToken);
        }

        var lookup = document.Compile(
            () => target.Adaptor.OpenLookup(new SourceSpec(target.Application, target.Operation, export)));
        reader.Finish();
        return LookUpAsync(
            connection, target, lookup!, PreviewVariables.RecordOr(record), variables, limit ?? RecordsMax, cancellationToken);
    }

    private async Task<ExportPreviewView> LookUpAsync(
        ConnectionSnapshot connection,
        OperationTarget target,
        IRecordCall lookup,
        JsonElement record,
        Variables variables,
        int limit,
        CancellationToken cancellationToken)
    {
        List<Exchange> heard = [];
        var (value, error) = await LookupPreview.FindAsync(
            sender, connection, target.Adaptor, lookup, record, variables, heard, cancellationToken);
        IReadOnlyList<JsonElement> records = value.ValueKind switch
        {
            JsonValueKind.Undefined => [],
            JsonValueKind.Array => [.. value.EnumerateArray().Take(limit)],
            _ => [value],
        };
        return new ExportPreviewView(records, heard, error is null ? null : new PreviewFault(error.Code, error.Message), null);
    }
}
