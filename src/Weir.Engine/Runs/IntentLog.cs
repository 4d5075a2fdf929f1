using System.Threading.Channels;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Requests that must not be repeated: their intent is durable before they leave, their outcome is noted when it is known.
/// Intents that wait are written together. // Promise 2
/// </summary>
internal sealed class IntentLog : IAsyncDisposable
{
    private const int IntentsTogetherMax = 256;

    private readonly IRunStore _store;
    private readonly Dictionary<string, Stack<Intent>> _former;
    private readonly Lock _gate = new();
    private readonly Channel<(Intent Intent, bool IsNew, TaskCompletionSource Done)> _pending =
        Channel.CreateUnbounded<(Intent, bool, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _writer;

    private IntentLog(IRunStore store, IEnumerable<Intent> former)
    {
        _store = store;
        _former = former.GroupBy(i => IdentityOf(i.Key), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Stack<Intent>(g), StringComparer.Ordinal);
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Opens with what a former life of the run left.</summary>
    public static async Task<IntentLog> OpenAsync(IRunStore store, RunId run, CancellationToken cancellationToken) =>
        new(store, await store.IntentsAsync(run, cancellationToken));

    /// <summary>
    /// Takes what a former life left of this record at this step: sent, answered or not. Null: it was never about to leave.
    /// A record that stands twice in the source has two intents, and each is taken once.
    /// </summary>
    public Intent? TakeFormer(string identity)
    {
        if (_former.Count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            return _former.TryGetValue(identity, out var left) && left.TryPop(out var former) ? former : null;
        }
    }

    /// <summary>Whether a former life left anything that no record has taken.</summary>
    public bool HasLeft
    {
        get
        {
            lock (_gate)
            {
                return _former.Values.Any(left => left.Count > 0);
            }
        }
    }

    /// <summary>Whether this is left of a former life.</summary>
    public bool IsLeft(Intent intent)
    {
        lock (_gate)
        {
            return _former.TryGetValue(IdentityOf(intent.Key), out var left) && left.Any(i => i.Key == intent.Key);
        }
    }

    /// <summary>The key of one occurrence: the record's identity at its step, and a value of its own.</summary>
    public static string KeyOf(string identity, string occurrence) => $"{identity}.{occurrence}";

    /// <summary>Durable when it returns.</summary>
    public Task BeginAsync(Intent intent) => EnqueueAsync(intent, isNew: true);

    /// <summary>Writes an outcome that had no intent before. Durable when it returns.</summary>
    public Task NoteAsync(Intent intent) => EnqueueAsync(intent, isNew: true);

    /// <summary>Notes the outcome. Losing the note in a kill costs a question to a person, never a second request.</summary>
    public Task SettleAsync(Intent intent) => EnqueueAsync(intent, isNew: false);

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _writer;
    }

    private static string IdentityOf(string key) => key.Split('.')[0];

    private Task EnqueueAsync(Intent intent, bool isNew)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _pending.Writer.TryWrite((intent, isNew, done))
            ? done.Task
            : Task.FromException(new ObjectDisposedException(nameof(IntentLog)));
    }

    private async Task WriteAsync()
    {
        var together = new List<(Intent Intent, bool IsNew, TaskCompletionSource Done)>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (together.Count < IntentsTogetherMax && _pending.Reader.TryRead(out var next))
            {
                together.Add(next);
            }

            try
            {
                var begun = together.Where(t => t.IsNew).Select(t => t.Intent).ToList();
                var settled = together.Where(t => !t.IsNew).Select(t => t.Intent).ToList();
                if (begun.Count > 0)
                {
                    await _store.WriteIntentsAsync(begun, CancellationToken.None);
                }

                if (settled.Count > 0)
                {
                    await _store.SettleIntentsAsync(settled, CancellationToken.None);
                }

                together.ForEach(t => t.Done.TrySetResult());
            }
            catch (Exception failure)
            {
                together.ForEach(t => t.Done.TrySetException(failure));
            }
        }
    }
}
