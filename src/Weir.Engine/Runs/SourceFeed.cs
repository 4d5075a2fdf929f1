namespace Weir.Engine.Runs;

/// <summary>
/// Reads the sources of a flow, one after the other in the flow's order, as one line of pages: the window, the order of a
/// file and the checkpoint are the same for one source and for many. A source that cannot be read does not keep the later
/// ones from being read; the run fails when they are done.
/// </summary>
internal sealed class SourceFeed : IRecordFeed
{
    private readonly RunContext _context;
    private readonly SourceWalk[] _walks;
    private readonly List<SourceFailure> _failures;
    private readonly Lock _gate = new();
    private int _reading;
    private int _lowest;
    private long _position;
    private long _written;

    /// <param name="context">The run.</param>
    private SourceFeed(RunContext context, DeltaWindow?[] deltas, Checkpoint? checkpoint, Func<Task> drain)
    {
        _context = context;
        _lowest = _reading = checkpoint?.Source ?? 0;
        _position = _written = checkpoint?.Position ?? 0;
        _failures = [.. checkpoint?.Failures ?? []];
        _walks =
        [
            .. context.Plan.Sources.Select(
                (_, i) => new SourceWalk(context, i, deltas[i], i == checkpoint?.Source ? checkpoint : null, drain)),
        ];
    }

    /// <param name="context">The run.</param>
    /// <param name="checkpoint">Where it goes on; null at its start.</param>
    /// <param name="drain">Waits until every page that was given is written.</param>
    public static async Task<SourceFeed> OpenAsync(RunContext context, Checkpoint? checkpoint, Func<Task> drain)
    {
        var deltas = new DeltaWindow?[context.Plan.Sources.Count];
        for (var i = 0; i < deltas.Length; i++)
        {
            deltas[i] = await DeltaWindow.OpenAsync(context, i);
        }

        return new SourceFeed(context, deltas, checkpoint, drain);
    }

    public Checkpoint Checkpoint
    {
        get
        {
            lock (_gate)
            {
                var walk = _lowest < _walks.Length
                    ? _walks[_lowest].Checkpoint
                    : new Checkpoint { Position = _written, State = null };
                return walk with
                {
                    Position = _written,
                    Source = _lowest,
                    Failures = [.. _failures.Where(f => f.Source < _lowest)],
                };
            }
        }
    }

    /// <summary>The sources that were read to their end. True to what is delivered once every page given is written.</summary>
    public IEnumerable<SourcePlan> ReadToEnd
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _context.Plan.Sources.Where(
                        (source, i) => i < _reading && source.Limit is null && _failures.All(f => f.Source != i)),
                ];
            }
        }
    }

    public async Task<PageWork?> NextAsync()
    {
        for (; _reading < _walks.Length; _reading++)
        {
            try
            {
                if (await _walks[_reading].NextAsync(_position) is { } page)
                {
                    _position++;
                    return page;
                }
            }
            catch (RunFailedException e)
            {
                lock (_gate)
                {
                    _failures.Add(new SourceFailure(_reading, e.Code, e.Message));
                }
            }
        }

        return _failures is [var first, ..] ? throw new RunFailedException(first.Code, first.Message) { AtSource = true } : null;
    }

    public void Written(PageWork page)
    {
        lock (_gate)
        {
            _walks[page.Source].Written(page);
            _written = page.Position + 1;
            _lowest = page.Next is null ? page.Source + 1 : page.Source;
        }
    }
}
