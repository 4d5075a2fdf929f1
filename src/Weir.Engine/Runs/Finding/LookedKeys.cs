namespace Weir.Engine.Runs.Finding;

/// <summary>
/// What the answers to looks of one run held, by the request that was asked: many records look through the same list (the
/// messages of their ticket), and who would ask for what another record is being given waits for that.
/// </summary>
/// <remarks>
/// Only that a key was <em>not</em> there is believed, and that for long: what this process has sent under it since is known
/// (<see cref="MadeRecords"/>), and who else would create it would write the same source through another program at the same
/// time. One that was there may have been deleted since, and is asked for. Bounded: the oldest answer is forgotten.
/// // Promises 7 and 8
/// </remarks>
/// <param name="made">What this process has sent.</param>
/// <param name="time">The clock.</param>
/// <param name="keysMax">So many keys are remembered; an answer counts as one more.</param>
internal sealed class LookedKeys(MadeRecords made, TimeProvider time, int keysMax = 20_000)
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Looked> _looks = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = [];
    private readonly Dictionary<string, TaskCompletionSource> _underWay = new(StringComparer.Ordinal);
    private int _keys;

    /// <summary>
    /// Null: an answer that is known shows that nothing has the key. Else the caller asks, keeps what the answer held, and
    /// disposes this.
    /// </summary>
    /// <param name="address">The request.</param>
    /// <param name="key">What is looked for.</param>
    /// <param name="stop">Ends waiting for the answer to another.</param>
    public async ValueTask<LookTurn?> EnterAsync(string address, string key, CancellationToken stop)
    {
        while (true)
        {
            Task other;
            lock (_gate)
            {
                if (_looks.TryGetValue(address, out var look) && time.GetElapsedTime(look.At) <= AgeMax)
                {
                    return look.Keys.Contains(key) || made.MaySendSince(key, look.At)
                        ? new LookTurn(this, address, time.GetTimestamp(), isAwaited: false)
                        : null;
                }

                if (!_underWay.TryGetValue(address, out var asked))
                {
                    _underWay[address] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new LookTurn(this, address, time.GetTimestamp(), isAwaited: true);
                }

                other = asked.Task;
            }

            await other.WaitAsync(stop);
        }
    }

    private void Keep(string address, long askedAt, IReadOnlyCollection<string> keys)
    {
        lock (_gate)
        {
            Drop(address);
            var look = new Looked(askedAt, new HashSet<string>(keys, StringComparer.Ordinal));
            while (_keys + look.Weight > keysMax && _order.First is { } oldest)
            {
                Drop(oldest.Value);
            }

            if (look.Weight <= keysMax)
            {
                _looks[address] = look;
                look.Place = _order.AddLast(address);
                _keys += look.Weight;
            }
        }
    }

    private void Drop(string address)
    {
        if (_looks.Remove(address, out var look))
        {
            _order.Remove(look.Place!);
            _keys -= look.Weight;
        }
    }

    private void End(string address)
    {
        lock (_gate)
        {
            if (_underWay.Remove(address, out var asked))
            {
                asked.SetResult();
            }
        }
    }

    /// <summary>Leave to ask.</summary>
    internal sealed class LookTurn(LookedKeys looked, string address, long askedAt, bool isAwaited) : IDisposable
    {
        /// <summary>What the answer held.</summary>
        public void Keep(IReadOnlyCollection<string> keys) => looked.Keep(address, askedAt, keys);

        public void Dispose()
        {
            if (isAwaited)
            {
                looked.End(address);
            }
        }
    }

    private sealed record Looked(long At, IReadOnlySet<string> Keys)
    {
        public int Weight => Keys.Count + 1;

        public LinkedListNode<string>? Place { get; set; }
    }
}
