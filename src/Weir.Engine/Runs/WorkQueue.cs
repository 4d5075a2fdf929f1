using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Weir.Engine.Runs;

/// <summary>
/// What waits for a worker. Workers share a page and go on to the next one together; later stages of a page go before the
/// first stage of the pages behind it.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    private readonly ConcurrentQueue<Work> _again = new();
    private readonly Channel<PageWork?> _pages = Channel.CreateUnbounded<PageWork?>();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private PageWork? _current;

    public void Add(PageWork page) => _pages.Writer.TryWrite(page);

    /// <summary>A later stage of a page.</summary>
    public void Again(PageWork page, IEnumerable<Func<ValueTask>> tasks)
    {
        foreach (var task in tasks)
        {
            _again.Enqueue(new Work(page, -1, task));
        }

        // Wakes the worker that waits for a page; the others come after it.
        _pages.Writer.TryWrite(null);
    }

    public void Complete() => _pages.Writer.TryComplete();

    /// <summary>The next thing to work on; without a page when there will be no more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Work> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_again.TryDequeue(out var again))
            {
                return again;
            }

            var page = Volatile.Read(ref _current);
            var index = page?.Take() ?? -1;
            if (index >= 0)
            {
                return new Work(page, index, null);
            }

            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (Volatile.Read(ref _current) != page || !_again.IsEmpty)
                {
                    continue;
                }

                if (!await _pages.Reader.WaitToReadAsync(cancellationToken) || !_pages.Reader.TryRead(out var next))
                {
                    return default;
                }

                if (next is not null)
                {
                    Volatile.Write(ref _current, next);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>Something to work on.</summary>
/// <param name="Page">Its page; null when there will be no more.</param>
/// <param name="Index">The record that comes in.</param>
/// <param name="Task">Part of a later stage; null for a record that comes in.</param>
internal readonly record struct Work(PageWork? Page, int Index, Func<ValueTask>? Task);
