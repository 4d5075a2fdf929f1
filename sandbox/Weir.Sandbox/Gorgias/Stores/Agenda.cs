namespace Weir.Sandbox.Gorgias;

/// <summary>
/// What happens later by itself: a message is sent, a job begins. It happens when the desk is next looked at after its
/// time, so a clock that is turned by hand makes it happen. Guarded by the desk's gate.
/// </summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long Due, int Number)> _waiting = new();
    private int _number;

    /// <param name="due">UTC microseconds.</param>
    public void Add(long due, Action act) => _waiting.Enqueue(act, (due, _number++));

    /// <summary>The next thing whose time has come; null where there is none.</summary>
    public Action? Next(long now) =>
        _waiting.TryPeek(out _, out var first) && first.Due <= now ? _waiting.Dequeue() : null;
}
