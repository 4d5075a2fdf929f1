using System.Text.Json;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Walks one source page by page. A cursor is not a place: when the source refuses the one we hold, the walk begins again
/// and leaves out what it has delivered, as far as the list's stated order allows. One page at a time is held. // Promise 7
/// </summary>
internal sealed class SourceWalk
{
    private readonly RunContext _context;
    private readonly int _index;
    private readonly SourcePlan _source;
    private readonly WalkOrder? _order;
    private readonly DeltaWindow? _delta;
    private readonly StandingRecords? _standing;
    private readonly Func<Task> _drain;
    private readonly Lock _gate = new();
    private LoopDetector _loops;
    private string? _state;
    private long _taken;
    private long _depth;
    private RunFailedException? _failure;

    /// <param name="context">The run.</param>
    /// <param name="index">Which of the flow's sources.</param>
    /// <param name="delta">What it delivers where it reads changes.</param>
    /// <param name="checkpoint">Where it goes on; null at its start.</param>
    /// <param name="drain">Waits until every page that was given is written.</param>
    public SourceWalk(RunContext context, int index, DeltaWindow? delta, Checkpoint? checkpoint, Func<Task> drain)
    {
        _delta = delta;
        _standing = StandingRecords.Of(context, index);
        _context = context;
        _index = index;
        _source = context.Plan.Sources[index];
        _drain = drain;
        _order = _source.Pages.Order is { } order ? new WalkOrder(order) : null;
        Checkpoint = checkpoint ?? Checkpoint.Start(_source.Pages.First);
        _state = Checkpoint.State;
        _taken = Checkpoint.Taken;
        _depth = Checkpoint.Depth;
        _loops = new LoopDetector(_state ?? "");
    }

    /// <summary>Where this walk goes on. The run's position and what is done above it are not in it.</summary>
    public Checkpoint Checkpoint { get; private set; }

    /// <summary>The next page, under that number; null at the end. Throws <see cref="RunFailedException"/>.</summary>
    public async Task<PageWork?> NextAsync(long position)
    {
        while (_state is { } state)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            var (reading, fault) = await ReadAsync(state);
            if (fault is null)
            {
                return await WithStandingAsync(Give(position, state, reading));
            }

            if (_source.Pages.Past(state, fault) is { } past)
            {
                _state = past.Length == 0 ? null : past;
                continue;
            }

            if (!IsRefusedCursor(fault, state))
            {
                throw new RunFailedException(fault.Code, $"{Named} could not be read: {fault.Message}");
            }

            await BeginAgainAsync(fault);
        }

        return null;
    }

    /// <summary>A page of this walk below which all are done was written.</summary>
    public void Written(PageWork page)
    {
        lock (_gate)
        {
            Checkpoint = Checkpoint with
            {
                State = page.Next,
                Depth = page.Depth + 1,
                Taken = page.TakenBefore + page.Count,
                Place = IsBeyond(page.Last, Checkpoint.Place) ? page.Last : Checkpoint.Place,
                SkipTo = Checkpoint.SkipTo is { } skipTo && IsBeyond(page.Last, skipTo) ? null : Checkpoint.SkipTo,
            };
        }
    }

    private string Named => _context.Plan.Sources.Count == 1 ? "The source" : $"The source {_source.Id}";

    private bool IsBeyond(RowPlace? row, RowPlace? place) =>
        row is not null && (place is null || !_order!.IsAtOrBefore(row, place));

    private bool IsRefusedCursor(Fault fault, string state) =>
        fault.Kind == FaultKind.Rejected
        && fault.HttpStatus is 400 or 404 or 410 or 422
        && state != _source.Pages.First
        && _source.Pages.HasCursors;

    private async Task<(Calls.PageReading Reading, Fault? Fault)> ReadAsync(string state)
    {
        Calls.PreparedCall call;
        try
        {
            call = _source.Pages.Prepare(state, _context.VariablesOf(_index));
        }
        catch (EvaluationException e)
        {
            throw new RunFailedException(e.Code, $"{Named}: the request cannot be made: {e.Message}");
        }

        using (call)
        {
            for (var attempts = 1; ; attempts++)
            {
                var dispatched = await _context.Services.Dispatcher.SendAsync(
                    new Dispatch(
                        _source.Connection,
                        _context.Services.Connections,
                        _source.Adaptor,
                        call,
                        _context.Plan.Flow.Value,
                        RepeatRule.Always,
                        MayPark: false,
                        AttemptsBefore: 0,
                        _context.Live[_context.Plan.TallyOf(~_index)]),
                    _context.Stop,
                    _context.Abort);
                _context.Log.Repeated(_source.Id, dispatched.Repeated);
                using var answer = dispatched.Answer;
                if (answer.Fault is { } fault)
                {
                    return (default, fault);
                }

                var reading = _source.Pages.Read(state, answer);
                if (reading.Fault is not { Kind: FaultKind.Transient } || attempts == Backoff.AttemptsMax)
                {
                    return (reading, reading.Fault);
                }

                // Not what the application sends, but it may be next time: a proxy's page, a body that broke off.
                await Task.Delay(_context.Services.Dispatcher.WaitAfter(attempts), _context.Services.Time, _context.Stop);
            }
        }
    }

    private async Task BeginAgainAsync(Fault fault)
    {
        var mayRepeat = _order is not null
            || !_context.Plan.Steps.Any(step => step is SendPlan { Enabled: true, Repeat: RepeatRule.Never });
        if (_depth <= Checkpoint.RefusedAt || !mayRepeat)
        {
            throw new RunFailedException(fault.Code, $"{Named} refuses to go on from its cursor: {fault.Message}");
        }

        // What is in flight is delivered and written first, so that the stored place is beyond all of it.
        await _drain();
        _context.Restarted(_source.Id, fault.Message);
        lock (_gate)
        {
            Checkpoint = Checkpoint with
            {
                State = _source.Pages.First,
                SkipTo = Checkpoint.Place,
                Taken = 0,
                Depth = 0,
                RefusedAt = _depth,
            };
        }

        _state = _source.Pages.First;
        _taken = 0;
        _depth = 0;
        _loops = new LoopDetector(_state);
    }

    private async ValueTask<PageWork> WithStandingAsync(PageWork page)
    {
        if (_standing is null)
        {
            return page;
        }

        try
        {
            page.Standing = await _standing.AmongAsync([.. Enumerable.Range(0, page.Count).Select(i => page.Record(i).Value)]);
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    private PageWork Give(long position, string state, Calls.PageReading reading)
    {
        var rows = reading.Page!.Records;
        var count = _source.Limit is { } limit ? (int)Math.Min(rows.Count, limit - _taken) : rows.Count;
        var delta = _delta?.Read(rows, IsDelivered);
        var next = _taken + count == _source.Limit || delta is { IsOlder: true } ? null : reading.Next;
        if (next is not null && _loops.IsLoop(next))
        {
            // This page is still delivered.
            _failure = new RunFailedException(
                ErrorCodes.PagingLoop, $"{Named} named a next page that was read before; the list would never end.");
        }

        var first = count > 0 ? _order?.PlaceOf(rows[0]) : null;
        lock (_gate)
        {
            Checkpoint = Checkpoint with { Top = Checkpoint.Top ?? first };
        }

        var records = new PageRecord[count];
        for (var i = 0; i < count; i++)
        {
            records[i] = new PageRecord(
                rows[i], _index, Step: ~_index, Skip: delta?.Skips[i] ?? IsDelivered(rows[i]));
        }

        var page = new PageWork(position, reading.Page, records, _context.Plan)
        {
            Source = _index,
            State = state,
            Seen = delta?.Seen ?? [],
            SeenAt = delta?.SeenAt ?? [],
            Next = next,
            TakenBefore = _taken,
            Depth = _depth,
            Last = count > 0 ? _order?.PlaceOf(rows[count - 1]) : null,
        };
        _taken += count;
        _depth++;
        _state = next;
        return page;
    }

    /// <summary>A walk that began again meets what it has delivered; what changed since it began is another record.</summary>
    private bool IsDelivered(JsonElement row) =>
        Checkpoint.SkipTo is { } skipTo
        && _order!.PlaceOf(row) is { } place
        && _order.IsAtOrBefore(place, skipTo)
        && !(Checkpoint.Top is { } top && _order.ChangedSince(place, top));
}
