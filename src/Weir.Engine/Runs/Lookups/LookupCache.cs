using System.Text.Json;

namespace Weir.Engine.Runs.Lookups;

/// <summary>
/// The answers of one run's lookups: what was asked once is not asked again, and who asks for what another record is being
/// given waits for that. What was used longest ago goes first when the memory is full. Never longer than the run.
/// </summary>
internal sealed class LookupCache(LookupMemory memory) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Dictionary<string, TaskCompletionSource<LookupAnswer?>> _underWay = new(StringComparer.Ordinal);

    /// <summary>The answer for a key. What <paramref name="fetch"/> throws, its caller gets; others ask for themselves.</summary>
    /// <param name="key">The step and the request as it is sent.</param>
    /// <param name="fetch">Asks; one call at a time for a key.</param>
    /// <param name="stop">Ends waiting.</param>
    public async ValueTask<LookupAnswer> GetAsync(
        string key, Func<ValueTask<LookupAnswer>> fetch, CancellationToken stop)
    {
        while (true)
        {
            var (known, other, own) = Look(key);
            if (known is not null)
            {
                return known;
            }

            if (own is not null)
            {
                return await FetchAsync(key, fetch, own);
            }

            if (await other!.Task.WaitAsync(stop) is { } shared)
            {
                return shared;
            }
        }
    }

    /// <summary>The answer for a key; null when there is none.</summary>
    public LookupAnswer? Find(string key)
    {
        lock (_gate)
        {
            return Known(key);
        }
    }

    /// <summary>Keeps an answer that would be the same when it is asked again.</summary>
    public void Keep(string key, LookupAnswer answer)
    {
        lock (_gate)
        {
            if (answer.IsFinal && !_entries.ContainsKey(key))
            {
                Keep(new Entry(key, answer));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            memory.Return(_byUse.Sum(e => e.Bytes));
            _byUse.Clear();
            _entries.Clear();
        }
    }

    private (LookupAnswer? Known, TaskCompletionSource<LookupAnswer?>? Other, TaskCompletionSource<LookupAnswer?>? Own) Look(
        string key)
    {
        lock (_gate)
        {
            if (Known(key) is { } known)
            {
                return (known, null, null);
            }

            if (_underWay.TryGetValue(key, out var other))
            {
                return (null, other, null);
            }

            var own = new TaskCompletionSource<LookupAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay[key] = own;
            return (null, null, own);
        }
    }

    private LookupAnswer? Known(string key)
    {
        if (!_entries.TryGetValue(key, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value.Answer;
    }

    private async ValueTask<LookupAnswer> FetchAsync(
        string key, Func<ValueTask<LookupAnswer>> fetch, TaskCompletionSource<LookupAnswer?> own)
    {
        LookupAnswer? answer = null;
        try
        {
            answer = await fetch();
            return answer;
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(key);
                if (answer is { IsFinal: true } && !_entries.ContainsKey(key))
                {
                    Keep(new Entry(key, answer));
                }
            }

            own.SetResult(answer is { IsFinal: true } ? answer : null);
        }
    }

    private void Keep(Entry entry)
    {
        // A quarter of all is the most for one: a huge answer does not drive out what many records ask for.
        if (entry.Bytes > LookupMemory.BytesMax / 4)
        {
            return;
        }

        while (!memory.TryTake(entry.Bytes))
        {
            if (_byUse.Last is not { } oldest)
            {
                return;
            }

            _byUse.RemoveLast();
            _entries.Remove(oldest.Value.Key);
            memory.Return(oldest.Value.Bytes);
        }

        _entries[entry.Key] = _byUse.AddFirst(entry);
    }

    private sealed record Entry(string Key, LookupAnswer Answer)
    {
        private const int OwnBytes = 300;

        /// <summary>The text, the parser's table over it, and what holds them.</summary>
        public long Bytes { get; } = OwnBytes + (2L * Key.Length) + (3L * Answer.Length);
    }
}

/// <summary>What a lookup came to.</summary>
/// <param name="Outcome">Passed, failed, or when to try again.</param>
/// <param name="Value">Not tied to the answer's memory; undefined where there is none.</param>
internal sealed record LookupAnswer(StepOutcome Outcome, JsonElement Value)
{
    /// <summary>Bytes of the value.</summary>
    public int Length { get; } = Value.ValueKind == JsonValueKind.Undefined
        ? 0
        : System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(Value).Length;

    /// <summary>Puts the value into a record that asked for it; null puts it nowhere.</summary>
    public StepOutcome PutInto(RecordState record, IReadOnlyList<string>? into)
    {
        if (!Outcome.IsPassed || into is null)
        {
            return Outcome;
        }

        try
        {
            record.Put(into, Value);
            return Outcome;
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return StepOutcome.Failed(fault);
        }
    }

    /// <summary>Asked again in this run it would be the same: found, or not there.</summary>
    public bool IsFinal => Outcome is { ParkUntil: null, Fault: null or { HttpStatus: 404 or 410 } };
}
