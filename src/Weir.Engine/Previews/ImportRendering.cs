using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Runs.Jobs;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Expressions.Mappings;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>An import, compiled to show once what it would send or write.</summary>
internal sealed class ImportRendering
{
    /// <summary>Stands where Weir makes a key of import, step, trace key and record: a preview has not all of them.</summary>
    public const string MadeKey = "<made of import, step, trace key and record>";

    private const int BytesMax = 16 * 1024 * 1024;
    private const int WarningsMax = 100;

    private readonly ConnectionSnapshot _connection;
    private readonly IAdaptor _adaptor;
    private readonly Variables _variables;
    private readonly Mapping? _mapping;
    private readonly Template? _key;
    private readonly JsonElement _schema;
    private readonly IRecordCall? _call;
    private readonly IBatchCall? _batch;
    private readonly IJobCall? _jobs;
    private readonly IRowSketch? _rows;
    private readonly int _batchSize;
    private readonly List<ShownRequest> _requests = [];
    private readonly List<PreviewError> _errors = [];

    /// <summary>A refusal, with fields of the import, when it cannot be compiled.</summary>
    public ImportRendering(ConnectionSnapshot connection, OperationTarget target, Import import, Variables variables)
    {
        (_connection, _adaptor, _variables) = (connection, target.Adaptor, variables);
        _mapping = import.Mapping.ValueKind == JsonValueKind.Undefined ? null : Mapping.Parse(import.Mapping, import.Lookups);
        _key = import.IdempotencyKey is { } key ? Template.Parse(key, Place.Header) : null;
        var destination = target.Adaptor.OpenDestination(
            new DestinationSpec(target.Application, target.Operation, import, _mapping?.Columns));
        _call = destination as IRecordCall;
        _schema = target.Operation is { Body: null } operation ? operation.Schema : default;
        _batchSize = import.BatchSize;
        _batch = _batchSize > 1 ? destination as IBatchCall : null;
        _jobs = destination is IJobCall jobs && import.OrderKey is null && (jobs.JobMin == 1 || (import.Repeat ?? jobs.Repeat) == RepeatRule.Always)
            ? jobs
            : null;
        _rows = (destination as IRowDestination)?.Sketch(variables);
    }

    public ImportPreviewView Render(IReadOnlyList<JsonElement> records)
    {
        if (_rows is not null)
        {
            RenderRows(_rows, records);
        }
        else if (_jobs is not null)
        {
            RenderJobs(_jobs, records);
        }
        else
        {
            foreach (var batch in Enumerable.Range(0, records.Count).Chunk(_batchSize))
            {
                RenderBatch(batch, records);
            }
        }

        List<PreviewWarning> warnings = [.. Warnings(records).Take(WarningsMax)];
        return new ImportPreviewView(_requests, _errors) { Warnings = warnings.Count == 0 ? null : warnings };
    }

    private IEnumerable<PreviewWarning> Warnings(IReadOnlyList<JsonElement> records)
    {
        if (_mapping is null || _schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var (i, record) in records.Index().Where(r => _errors.TrueForAll(e => e.Index != r.Index)))
        {
            using var mapped = Mapped(record);
            using var body = JsonDocument.Parse(mapped.Memory);
            foreach (var (field, message) in SchemaDoubts.Of(_schema, body.RootElement))
            {
                yield return new PreviewWarning(i, field, message);
            }
        }
    }

    private static void Append(PooledBuffer list, ReadOnlySpan<byte> item)
    {
        list.Append(list.Length == 0 ? "["u8 : ","u8);
        list.Append(item);
    }

    private void RenderRows(IRowSketch sketch, IReadOnlyList<JsonElement> records)
    {
        using var rows = new PooledBuffer(BytesMax);
        for (var i = 0; i < records.Count; i++)
        {
            var length = rows.Length;
            try
            {
                using var mapped = Mapped(records[i]);
                using var row = JsonDocument.Parse(mapped.Memory);
                sketch.Format(row.RootElement, rows);
            }
            catch (Exception e) when (RecordTrouble.Of(i, e) is { } trouble)
            {
                rows.Truncate(length);
                _errors.Add(trouble);
            }
        }

        if (rows.Length > 0)
        {
            using var all = new PooledBuffer(int.MaxValue);
            sketch.WriteHead(all);
            all.Append(rows.Span);
            _requests.Add(new ShownRequest(
                "APPEND", sketch.Name, new Dictionary<string, string>(StringComparer.Ordinal), ShownBody.Of(all.Span)));
        }
    }

    /// <summary>Records that go in one request; one that cannot be mapped is left out of it, as in a run.</summary>
    private void RenderBatch(IReadOnlyList<int> batch, IReadOnlyList<JsonElement> records)
    {
        using var list = new PooledBuffer(int.MaxValue);
        List<(int Index, string Key)> ready = [];
        foreach (var i in batch)
        {
            try
            {
                var key = KeyOf(records[i]);
                using var mapped = Mapped(records[i]);
                if (_batch is null)
                {
                    ShowSearch(records[i], mapped.Span);
                    Show(_call!.Prepare(records[i], mapped.Span, _variables, key));
                    continue;
                }

                Append(list, mapped.Span);
                ready.Add((i, key));
            }
            catch (Exception e) when (RecordTrouble.Of(i, e) is { } trouble)
            {
                _errors.Add(trouble);
            }
        }

        if (ready.Count == 0)
        {
            return;
        }

        try
        {
            list.Append("]"u8);
            Show(_batch!.PrepareBatch(
                list.Span, _variables, _key is null ? MadeKey : SendKey.OfAll(ready.Select(r => r.Key))));
        }
        catch (Exception e) when (RecordTrouble.Of(0, e) is { } trouble)
        {
            _errors.AddRange(ready.Select(r => trouble with { Index = r.Index }));
        }
    }

    /// <summary>Jobs where enough records get the same change, as if they were one page; the others one by one, behind them.</summary>
    private void RenderJobs(IJobCall jobs, IReadOnlyList<JsonElement> records)
    {
        List<(int Index, JobPart Part, string Key)> ready = [];
        List<int> alone = [];
        for (var i = 0; i < records.Count; i++)
        {
            try
            {
                using var mapped = Mapped(records[i]);
                if (jobs.PartOf(records[i], mapped.Span, _variables) is { } part)
                {
                    ready.Add((i, part, KeyOf(records[i])));
                }
                else
                {
                    alone.Add(i);
                }
            }
            catch (Exception e) when (RecordTrouble.Of(i, e) is { } trouble)
            {
                _errors.Add(trouble);
            }
        }

        var cut = JobCut<(int Index, JobPart Part, string Key)>.Of(ready, r => r.Part, jobs.JobMin, jobs.JobMax);
        alone.AddRange(cut.Alone.SelectMany(same => same.Select(r => r.Index)));
        foreach (var group in cut.Jobs)
        {
            try
            {
                Show(jobs.JobOf([.. group.Select(r => r.Part)], _variables)
                    .Start(_key is null ? MadeKey : SendKey.OfAll(group.Select(r => r.Key))));
            }
            catch (Exception e) when (RecordTrouble.Of(0, e) is { } trouble)
            {
                _errors.AddRange(group.Select(r => trouble with { Index = r.Index }));
            }
        }

        alone.Sort();
        alone.ForEach(i => RenderBatch([i], records));
    }

    /// <summary>What is asked for first. Nothing is sent here, so what follows is shown as if nothing were found.</summary>
    private void ShowSearch(JsonElement record, ReadOnlySpan<byte> mapped)
    {
        if (_call is IFindCall find && FoundFirst.Of(find, record, mapped, _variables) is { } first)
        {
            foreach (var key in first.Keys)
            {
                Show(first.Search.Ask(key));
            }
        }
    }

    private void Show(PreparedCall call)
    {
        using (call)
        {
            _requests.Add(_adaptor.Show(_connection, call));
        }
    }

    /// <summary>The caller disposes it.</summary>
    private PooledBuffer Mapped(JsonElement record)
    {
        var mapped = new PooledBuffer(BytesMax);
        try
        {
            if (_mapping is null)
            {
                mapped.Append(JsonMarshal.GetRawUtf8Value(record));
            }
            else
            {
                _mapping.Write(record, _variables, mapped);
            }

            return mapped;
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    private string KeyOf(JsonElement record)
    {
        if (_key is null)
        {
            return MadeKey;
        }

        return _key.RenderText(record, _variables) is { Length: > 0 } key ? key
            : throw new EvaluationException(ErrorCodes.Template, "The idempotency key is empty for this record.");
    }
}
