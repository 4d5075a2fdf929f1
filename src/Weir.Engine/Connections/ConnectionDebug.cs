using System.Collections.Immutable;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// What is heard of connections while somebody debugs them: in memory only, newest first, bounded in number and size.
/// Costs one look at an empty table for each request while nobody does. Safe for many threads.
/// </summary>
public sealed class ConnectionDebug(TimeProvider time) : IDisposable
{
    /// <summary>What was heard is forgotten so long after the end.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromMinutes(60);

    /// <summary>The most connections that are debugged, or remembered, at once: each may take 8 MB of memory.</summary>
    public const int RecordingsMax = 20;

    private readonly Lock _gate = new();
    private volatile ImmutableDictionary<ConnectionId, ConnectionRecording> _recordings =
        ImmutableDictionary<ConnectionId, ConnectionRecording>.Empty;

    /// <summary>Who listens to the connection now; null: nobody.</summary>
    public Action<Exchange>? ListenerOf(ConnectionId? id)
    {
        var recordings = _recordings;
        return !recordings.IsEmpty && id is { } known && recordings.TryGetValue(known, out var recording)
            && recording.Until > time.GetUtcNow()
            ? recording.Heard
            : null;
    }

    /// <summary>
    /// Listens from now on for so long; what was heard before stays. A <c>conflict</c> refusal when too many are debugged:
    /// those that have ended make room first.
    /// </summary>
    public void Open(ConnectionId id, TimeSpan duration)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_recordings.TryGetValue(id, out var recording))
            {
                MakeRoom(now);
                recording = new ConnectionRecording();
                recording.Forgetting = time.CreateTimer(
                    _ => ForgetIfOver(id, recording), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _recordings = _recordings.Add(id, recording);
            }

            recording.Until = now + duration;
            recording.Forgetting!.Change(duration + KeptAfterEnd, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends it and forgets what was heard.</summary>
    public void Forget(ConnectionId id)
    {
        lock (_gate)
        {
            if (_recordings.TryGetValue(id, out var recording))
            {
                _recordings = _recordings.Remove(id);
                recording.Close();
            }
        }
    }

    /// <summary>Until when it listens (null: it does not), and what was heard, newest first.</summary>
    public (DateTimeOffset? Until, IReadOnlyList<Exchange> Exchanges) Read(ConnectionId id) =>
        _recordings.TryGetValue(id, out var recording)
            ? (recording.Until > time.GetUtcNow() ? recording.Until : null, recording.Newest())
            : (null, []);

    public void Dispose()
    {
        foreach (var id in _recordings.Keys)
        {
            Forget(id);
        }
    }

    private void ForgetIfOver(ConnectionId id, ConnectionRecording recording)
    {
        lock (_gate)
        {
            // It may have been opened again while the timer fired.
            if (recording.Until + KeptAfterEnd <= time.GetUtcNow() && _recordings.GetValueOrDefault(id) == recording)
            {
                Forget(id);
            }
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_recordings.Count < RecordingsMax)
        {
            return;
        }

        var (oldest, recording) = _recordings.MinBy(r => r.Value.Until);
        if (recording.Until > now)
        {
            throw new RefusalException(
                ErrorCodes.Conflict, $"{RecordingsMax} connections are debugged at this moment: stop one of them first.");
        }

        Forget(oldest);
    }
}
