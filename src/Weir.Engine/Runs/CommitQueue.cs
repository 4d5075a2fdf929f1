using System.Threading.Channels;

namespace Weir.Engine.Runs;

/// <summary>
/// Writes the commits of all runs. Those that are ready at the same moment share one transaction: while one is being
/// written the next ones gather.
/// </summary>
public sealed class CommitQueue : IAsyncDisposable
{
    private const int CommitsTogetherMax = 64;

    private readonly IRunStore _store;
    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(1024) { SingleReader = true });

    private readonly Task _writer;

    public CommitQueue(IRunStore store)
    {
        _store = store;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Durable when it returns; throws what the store threw.</summary>
    public async Task CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        var pending = new Pending(commit);
        await _pending.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAsync()
    {
        var together = new List<Pending>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (together.Count < CommitsTogetherMax && _pending.Reader.TryRead(out var pending))
            {
                together.Add(pending);
            }

            await WriteAsync(together);
        }
    }

    private async Task WriteAsync(List<Pending> together)
    {
        try
        {
            await _store.CommitAsync(together.ConvertAll(p => p.Commit), CancellationToken.None);
            foreach (var pending in together)
            {
                pending.Done.TrySetResult();
            }
        }
        catch (Exception failure)
        {
            // One run's bad commit must not fail the others': each is tried alone.
            if (together.Count > 1)
            {
                foreach (var pending in together)
                {
                    await WriteAsync([pending]);
                }

                return;
            }

            together[0].Done.TrySetException(failure);
        }
    }

    private sealed record Pending(RunCommit Commit)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
