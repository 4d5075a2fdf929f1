using Weir.Engine.Runs.Steps;
using Weir.Expressions;

namespace Weir.Engine.Runs.Orders;

/// <summary>
/// Lets the pages come to the steps with <c>order: key</c> one after the other, and a key's records of a page begin when
/// the pages before that have the same key are written. No worker waits here, and only the keys of the pages in flight are
/// held. // Promise 7
/// </summary>
/// <remarks>
/// Keys are known only at the step: what a lookup put into the record may decide them. So a page comes to the step when all
/// of its records have come there or to their outcome, and a page above waits for its turn. Pages of such a run are written
/// in order, and what failed in one is found in the store by the next. A page never waits for one above it.
/// </remarks>
internal sealed class OrderGate
{
    private readonly Lock _gate = new();
    private readonly RunContext _context;
    private readonly WorkQueue _work;
    private readonly OrderKeys _keys;
    private readonly OrderChains _chains;
    private readonly RecordPipeline _pipeline;
    private readonly Dictionary<int, StepLine> _lines;
    private readonly Dictionary<long, List<OrderChain>> _afterWritten = [];

    /// <param name="context">The run.</param>
    /// <param name="work">Takes chains that may begin.</param>
    /// <param name="keys">Makes keys.</param>
    /// <param name="chains">Takes them through their step.</param>
    /// <param name="pipeline">Takes what has no key.</param>
    /// <param name="first">Position of the lowest page that is not written.</param>
    public OrderGate(
        RunContext context, WorkQueue work, OrderKeys keys, OrderChains chains, RecordPipeline pipeline, long first)
    {
        _context = context;
        _work = work;
        _keys = keys;
        _chains = chains;
        _pipeline = pipeline;
        _lines = context.Plan.Steps.Index()
            .Where(s => s.Item is SendPlan { Enabled: true, OrderKey: not null })
            .ToDictionary(s => s.Index, _ => new StepLine { Next = first });
    }

    /// <summary>No record of the page will come to the ordered steps below <paramref name="step"/> any more.</summary>
    public void Pass(PageWork page, int step)
    {
        lock (_gate)
        {
            foreach (var (ordered, line) in _lines)
            {
                if (ordered < step && line.Passed.Add(page.Position))
                {
                    Turn(page, line, page.Held.LostKeys(), []);
                }
            }
        }
    }

    /// <summary>The records of the page are at an ordered step, all that will come.</summary>
    public void Come(PageWork page, int step, IReadOnlyList<RecordState> records)
    {
        var plan = (SendPlan)_context.Plan.Steps[step];
        Dictionary<string, List<OrderMember>> byKey = new(StringComparer.Ordinal);
        List<Func<ValueTask>> keyless = [];
        foreach (var record in records)
        {
            try
            {
                var key = _keys.Of(plan, record);
                (byKey.TryGetValue(key, out var members) ? members : byKey[key] = []).Add(new OrderMember(record.Index, record));
            }
            catch (EvaluationException e)
            {
                keyless.Add(() =>
                {
                    _pipeline.Land(page, record, step, StepOutcome.Failed(RecordOutcomes.FaultOf(e)));
                    return ValueTask.CompletedTask;
                });
            }
        }

        foreach (var (key, index) in page.Held.Lost())
        {
            if (byKey.TryGetValue(key, out var members))
            {
                members.Add(new OrderMember(index, null));
            }
        }

        List<OrderChain> chains =
            [.. byKey.Select(k => new OrderChain(page, step, k.Key, [.. k.Value.OrderBy(m => m.Index)]))];
        page.Begin(chains.Count + keyless.Count);
        _work.Again(page, keyless);
        lock (_gate)
        {
            var line = _lines[step];
            line.Passed.Add(page.Position);
            Turn(page, line, [.. byKey.Keys, .. page.Held.LostKeys()], chains);
        }
    }

    /// <summary>The page is durable, with all that failed in it.</summary>
    public void Written(PageWork page)
    {
        if (page.Failures.Count > 0)
        {
            _chains.Failed();
        }

        lock (_gate)
        {
            foreach (var line in _lines.Values)
            {
                line.Unwritten.Remove(page.Position);
                line.Passed.Remove(page.Position);
            }

            if (_afterWritten.Remove(page.Position, out var waiting))
            {
                waiting.ForEach(Begin);
            }
        }
    }

    private void Turn(PageWork page, StepLine line, HashSet<string> keys, IReadOnlyList<OrderChain> chains)
    {
        if (page.Position < 0)
        {
            // Parked records: none are in a run that keeps an order.
            chains.ToList().ForEach(Begin);
            return;
        }

        line.Waiting[page.Position] = (keys, chains);
        while (line.Waiting.Remove(line.Next, out var turn))
        {
            foreach (var chain in turn.Chains)
            {
                BeginInTurn(line, chain);
            }

            line.Unwritten[line.Next++] = turn.Keys;
        }
    }

    private void BeginInTurn(StepLine line, OrderChain chain)
    {
        long? before = null;
        foreach (var (position, keys) in line.Unwritten)
        {
            before = keys.Contains(chain.Key) ? position : before;
        }

        if (before is not { } page)
        {
            Begin(chain);
        }
        else
        {
            (_afterWritten.TryGetValue(page, out var waiting) ? waiting : _afterWritten[page] = []).Add(chain);
        }
    }

    private void Begin(OrderChain chain) => _work.Again(chain.Page, [() => _chains.RunAsync(chain)]);

    /// <summary>The pages at one step.</summary>
    private sealed class StepLine
    {
        /// <summary>Position of the page whose turn it is.</summary>
        public long Next { get; set; }

        /// <summary>Pages that have come, or will not come.</summary>
        public HashSet<long> Passed { get; } = [];

        /// <summary>Pages that have come before their turn.</summary>
        public Dictionary<long, (HashSet<string> Keys, IReadOnlyList<OrderChain> Chains)> Waiting { get; } = [];

        /// <summary>The keys of pages that had their turn and are not written, lowest first.</summary>
        public SortedDictionary<long, HashSet<string>> Unwritten { get; } = [];
    }
}
