namespace Weir.Engine.Runs;

/// <summary>Pages that were given to the workers and are not yet written.</summary>
internal sealed class Outstanding
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _zero = Completed();
    private int _count;

    public void Add()
    {
        lock (_gate)
        {
            if (_count++ == 0)
            {
                _zero = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Written()
    {
        lock (_gate)
        {
            if (--_count == 0)
            {
                _zero.TrySetResult();
            }
        }
    }

    public Task WhenZeroAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _zero.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
