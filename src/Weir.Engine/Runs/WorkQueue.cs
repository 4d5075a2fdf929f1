using System.Threading.Channels;

namespace Weir.Engine.Runs;

/// <summary>Pages whose records wait for a worker. Workers share a page and go on to the next one together.</summary>
internal sealed class WorkQueue : IDisposable
{
    private readonly Channel<PageWork> _pages = Channel.CreateUnbounded<PageWork>();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private PageWork? _current;

    public void Add(PageWork page) => _pages.Writer.TryWrite(page);

    public void Complete() => _pages.Writer.TryComplete();

    /// <summary>The next record to work on; index -1 when there will be no more.</summary>
    public async ValueTask<(PageWork Page, int Index)> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = Volatile.Read(ref _current);
            var index = page?.Take() ?? -1;
            if (index >= 0)
            {
                return (page!, index);
            }

            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (Volatile.Read(ref _current) != page)
                {
                    continue;
                }

                if (!await _pages.Reader.WaitToReadAsync(cancellationToken) || !_pages.Reader.TryRead(out var next))
                {
                    return (null!, -1);
                }

                Volatile.Write(ref _current, next);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    public void Dispose() => _turn.Dispose();
}
