using System.Text.Json;
using Weir.Engine.Errors;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>The run's records that wait long for their next attempt: in the store, with only their number in memory.</summary>
internal sealed class ParkedRecords(RunContext context)
{
    private const int BatchMax = 100;

    /// <summary>The store is asked again at least this often.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly List<string> _ended = [];
    private DateTimeOffset _nextDue = DateTimeOffset.MaxValue;

    /// <summary>When the next one comes due; null when none is parked.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _nextDue == DateTimeOffset.MaxValue ? null : _nextDue;
            }
        }
    }

    public async Task OpenAsync()
    {
        if (await context.Services.Store.CountParkedAsync(context.Run.Id, context.Abort) > 0)
        {
            _nextDue = DateTimeOffset.MinValue;
        }
    }

    /// <summary>Whether any stand in the store.</summary>
    public async Task<bool> AnyAsync() =>
        await context.Services.Store.CountParkedAsync(context.Run.Id, context.Stop) > 0;

    /// <summary>A page was written: what it parked and what it brought to an end.</summary>
    public void Written(PageWork page)
    {
        lock (_gate)
        {
            // Not free to be taken again before the store was read anew: what was read before may still hold it.
            _ended.AddRange(page.Unparked);
            foreach (var waiting in page.Waiting)
            {
                _nextDue = waiting.DueAt < _nextDue ? waiting.DueAt : _nextDue;
            }
        }
    }

    /// <summary>Records whose time has come, as a page of their own; null when there are none now.</summary>
    public async Task<PageWork?> TakeDueAsync()
    {
        var now = context.Services.Time.GetUtcNow();
        lock (_gate)
        {
            if (_nextDue > now)
            {
                return null;
            }

            _underWay.ExceptWith(_ended);
            _ended.Clear();
            _nextDue = DateTimeOffset.MaxValue;
        }

        var first = await context.Services.Store.ParkedAsync(
            context.Run.Id, BatchMax + _underWay.Count, context.Stop);
        var free = first.Where(p => !_underWay.Contains(p.Id)).ToList();
        var due = free.Where(p => p.DueAt <= now).ToList();
        lock (_gate)
        {
            _underWay.UnionWith(due.Select(p => p.Id));
            var next = free.Where(p => p.DueAt > now).Select(p => p.DueAt)
                .DefaultIfEmpty(free.Count >= BatchMax ? now : DateTimeOffset.MaxValue).Min();
            _nextDue = next < _nextDue ? next : _nextDue;
        }

        return due.Count == 0 ? null : await OpenAsync(due);
    }

    /// <summary>Waits for the next one to come due.</summary>
    public Task WaitAsync()
    {
        var wait = _nextDue - context.Services.Time.GetUtcNow();
        return wait <= TimeSpan.Zero
            ? Task.CompletedTask
            : Task.Delay(wait < WaitMax ? wait : WaitMax, context.Services.Time, context.Stop);
    }

    private async Task<PageWork> OpenAsync(List<ParkedRecord> due)
    {
        var documents = new DocumentSet();
        var records = new List<PageRecord>(due.Count);
        foreach (var parked in due)
        {
            var opened = await SealedRecord.OpenAsync(context.Services.Vault, parked.Record, context.Stop);
            records.Add(new PageRecord(
                documents.Parse(opened.Record),
                context.Plan.SourceOf(parked.Source),
                context.Plan.IndexOf(parked.Step) ?? throw new RunFailedException(
                    ErrorCodes.StepGone, $"A waiting record belongs to step {parked.Step}, which the flow does not have."),
                parked.TraceKey,
                Fingerprint.Parse(opened.Fingerprint),
                parked.Attempts,
                parked.Id));
        }

        return new PageWork(-1, documents, records, context.Plan);
    }
}

/// <summary>Documents that live as long as their page.</summary>
internal sealed class DocumentSet : IDisposable
{
    private readonly List<JsonDocument> _documents = [];

    public JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        var document = JsonDocument.Parse(json);
        _documents.Add(document);
        return document.RootElement;
    }

    public void Dispose() => _documents.ForEach(d => d.Dispose());
}
