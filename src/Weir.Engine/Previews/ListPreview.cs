using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Exports;
using Weir.Engine.Runs;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// Reads the first pages of a list, as a run would: the request, the pages, the transform, then the filter. The connection's
/// secrets are masked in the records, because an application may repeat them.
/// </summary>
internal sealed class ListPreview(
    PreviewSender sender,
    ConnectionSnapshot connection,
    OperationTarget target,
    Export export,
    Variables variables,
    DateTimeOffset? since)
{
    /// <summary>The most bytes of all records that are shown.</summary>
    private const int BytesMax = 16 * 1024 * 1024;

    private readonly Mapping? _transform =
        export.Transform.ValueKind == JsonValueKind.Undefined ? null : Mapping.Parse(export.Transform, default);

    private readonly Filter? _filter =
        export.Filter.ValueKind == JsonValueKind.Undefined ? null : Filter.Parse(export.Filter);

    private readonly DeltaPlan? _delta = ExportDelta.Of(export, target.Operation);
    private readonly RecordMask _mask = new(target.Adaptor, connection);
    private readonly List<Exchange> _heard = [];
    private readonly List<JsonElement> _records = [];
    private readonly List<PreviewError> _errors = [];
    private int _read;
    private long _bytes;

    public async Task<ExportPreviewView> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var source = Open(limit);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        PreviewFault? error = null;
        string? next = source.First;
        for (var pages = 0; pages < ExportPreview.PagesMax && next is { } state && error is null; pages++)
        {
            (next, error) = seen.Add(state)
                ? await ReadAsync(source, state, limit, cancellationToken)
                : (null, new PreviewFault(ErrorCodes.PagingLoop, "The source named a next page that was read before."));
        }

        return new ExportPreviewView(_records, _heard, error, _errors.Count == 0 ? null : _errors);
    }

    /// <summary>
    /// Asks for no more than is shown, where the list takes a size; with a filter, for as many as a run does, so that few
    /// pages are enough to find some.
    /// </summary>
    private IPageSource Open(int limit)
    {
        var spec = new SourceSpec(target.Application, target.Operation, export);
        if (_filter is null && !(export.PageSize <= limit))
        {
            try
            {
                return target.Adaptor.OpenSource(spec with { Export = export with { PageSize = limit } });
            }
            catch (RefusalException)
            {
                // This list takes no page size, or a smaller one.
            }
        }

        return target.Adaptor.OpenSource(spec);
    }

    private async Task<(string? Next, PreviewFault? Error)> ReadAsync(
        IPageSource source, string state, int limit, CancellationToken cancellationToken)
    {
        PreparedCall call;
        try
        {
            call = source.Prepare(state, variables);
        }
        catch (EvaluationException e)
        {
            return (null, new PreviewFault(e.Code, e.Message));
        }

        using (call)
        {
            using var answer = await sender.SendAsync(connection, target.Adaptor, call, _heard, cancellationToken);
            if (answer.Fault is { } fault)
            {
                return (null, new PreviewFault(fault.Code, fault.Message));
            }

            var reading = source.Read(state, answer);
            using var page = reading.Page;
            if (reading.Fault is { } unread)
            {
                return (null, new PreviewFault(unread.Code, unread.Message));
            }

            return Take(page!.Records, limit)
                ? (_bytes > BytesMax ? null : reading.Next, _bytes > BytesMax ? TooLarge() : null)
                : (null, null);
        }
    }

    private static PreviewFault TooLarge() =>
        new(ErrorCodes.TooLarge, $"The records are larger than {BytesMax} bytes; those read so far are shown.");

    /// <summary>False when there are enough.</summary>
    private bool Take(IReadOnlyList<JsonElement> rows, int limit)
    {
        foreach (var row in rows)
        {
            if (_records.Count == limit || _bytes > BytesMax || _read == LimitOfExport)
            {
                break;
            }

            if (_delta is { LeavesOut: true } && _delta.ChangeOf(row) < since - _delta.Lookback)
            {
                continue;
            }

            try
            {
                Admit(row);
            }
            catch (Exception e) when (RecordTrouble.Of(_read, e) is { } trouble)
            {
                _errors.Add(trouble);
            }

            _read++;
        }

        return _records.Count < limit && _read != LimitOfExport && !IsOlder(rows);
    }

    /// <summary>A list that comes newest first is not read on where nothing has changed since.</summary>
    private bool IsOlder(IReadOnlyList<JsonElement> rows) =>
        _delta is { NewestFirst: true } && rows.Count > 0 && rows.All(r => _delta.ChangeOf(r) < since - _delta.Lookback);

    private int? LimitOfExport => export.Mode == ExportMode.Limit ? export.Limit : null;

    private void Admit(JsonElement row)
    {
        // Before the transform, which could spell a secret in a way that nobody finds.
        using var record = new RecordState(new PageRecord(_mask.Record(row), Source: 0, Step: ~0), 0, "", default);
        if (SourceRules.Admit(record, _transform, _filter, variables))
        {
            _bytes += JsonMarshal.GetRawUtf8Value(record.Current).Length;
            _records.Add(record.Current.Clone());
        }
    }
}
