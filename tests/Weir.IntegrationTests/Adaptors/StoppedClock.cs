namespace Weir.IntegrationTests.Adaptors;

/// <summary>A clock that stands still until it is told that everything that waits for it is over.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public void RingAll()
    {
        Timer[] due;
        lock (_timers)
        {
            due = [.. _timers];
        }

        foreach (var timer in due)
        {
            timer.Ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class Timer(StoppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (clock._timers)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
