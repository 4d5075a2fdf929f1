using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>
/// The account at the other side: its bucket, its pause, and the working level after a rate-limit answer. Guarded by the
/// governor's lock.
/// </summary>
internal sealed class BudgetState(TimeProvider time, Budget first, bool begunBefore)
{
    private Budget _settings = first;

    private static readonly TimeSpan CalmStep = TimeSpan.FromSeconds(1);

    private LeakyBucket? _bucket = first is { Requests: int requests, Per: TimeSpan per }
        ? new LeakyBucket(time, requests, per, begunBefore, headroomPercent: first.HeadroomPercent)
        : null;

    private int? _workingLevel;
    private DateTimeOffset _calmSince;
    private int _throttledInARow;
    private long _throttledAt = -1;

    public string Key { get; } = first.Key;

    public int InFlight { get; private set; }

    public DateTimeOffset PausedUntil { get; private set; } = DateTimeOffset.MinValue;

    public string? PauseReason { get; private set; }

    /// <summary>Pauses that are not yet durable: nothing is sent until they are. // Promise 4</summary>
    public int PausesBeingWritten { get; set; }

    /// <summary>Members that send through this account.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>Wakes the governor when this budget may have room again.</summary>
    public ITimer? Timer { get; set; }

    public BudgetTraffic Traffic(DateTimeOffset now) =>
        new(Key, _bucket?.Used ?? InFlight, _bucket?.Size, PausedUntil > now ? PausedUntil : null);

    public bool MaySend(DateTimeOffset now) =>
        PausesBeingWritten == 0 && now >= PausedUntil && InFlight < WorkingLevel(now) && (_bucket?.HasRoom ?? true);

    /// <summary>When to look again; null when only an answer or a written pause can change anything.</summary>
    public TimeSpan? UntilMaySend(DateTimeOffset now)
    {
        if (PausedUntil > now)
        {
            return PausedUntil - now;
        }

        var wait = _bucket?.UntilRoom() ?? TimeSpan.Zero;
        if (InFlight >= WorkingLevel(now))
        {
            wait = wait > CalmStep ? wait : CalmStep;
        }

        return wait > TimeSpan.Zero ? wait : null;
    }

    public void Sent()
    {
        InFlight++;
        _bucket?.Sent();
    }

    public void Answered(RateSignal? rate)
    {
        InFlight--;
        _bucket?.Answered(rate?.Used, rate?.Limit);
    }

    public void Succeeded() => _throttledInARow = 0;

    /// <summary>Nothing of it is in use, and nothing of it needs to be remembered.</summary>
    public bool IsForgotten(DateTimeOffset now) =>
        Members.Count == 0 && InFlight == 0 && PausesBeingWritten == 0 && PausedUntil <= now && (_bucket?.Used ?? 0) == 0;

    /// <summary>
    /// Told to wait: pauses, halves the working level. Answers to requests that had left before the first of them came are
    /// one event. Gives until when.
    /// </summary>
    public DateTimeOffset Throttled(
        DateTimeOffset now, TimeSpan? retryAfter, string reason, long sequence, long lastSequence)
    {
        if (sequence <= _throttledAt)
        {
            if (retryAfter is { } longer)
            {
                Pause(now + longer, reason);
            }

            return PausedUntil;
        }

        _throttledAt = lastSequence;
        _throttledInARow++;
        var wait = retryAfter ?? TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, _throttledInARow - 1)));
        _workingLevel = Math.Max(1, Math.Min(_workingLevel ?? int.MaxValue, InFlight + 1) / 2);
        Pause(now + wait, reason);
        _calmSince = PausedUntil;
        return PausedUntil;
    }

    public void Pause(DateTimeOffset until, string reason)
    {
        if (until > PausedUntil)
        {
            PausedUntil = until;
            PauseReason = reason;
        }
    }

    /// <summary>Why nothing is sent, and until when: for people.</summary>
    public string PauseSentence =>
        $"The account {Key[(Key.IndexOf(':', StringComparison.Ordinal) + 1)..]} asked to wait; nothing is sent before {PausedUntil.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. It said: {PauseReason}";

    /// <summary>The strictest limit that one of its connections states counts for all of them.</summary>
    public void FollowMembers()
    {
        var strictest = Members.Select(m => m.Settings).Where(s => s is { Requests: not null, Per: not null })
            .MinBy(s => s.Requests!.Value / s.Per!.Value.TotalSeconds);
        if (Members.Count > 0)
        {
            Resize(strictest ?? Members[0].Settings);
        }
    }

    private void Resize(Budget changed)
    {
        if (changed is not { Requests: int requests, Per: TimeSpan per })
        {
            _bucket = null;
        }
        else if (_bucket is null)
        {
            _bucket = new LeakyBucket(time, requests, per, full: true, InFlight, changed.HeadroomPercent);
        }
        else if (changed != _settings)
        {
            _bucket.Resize(requests, per);
        }

        _settings = changed;
    }

    private int WorkingLevel(DateTimeOffset now)
    {
        if (_workingLevel is not int level)
        {
            return int.MaxValue;
        }

        var calm = (int)((now - _calmSince) / CalmStep);
        if (calm > 0)
        {
            level += calm;
            _calmSince += CalmStep * calm;
            _workingLevel = level > Connection.LevelMax * Math.Max(1, Members.Count) ? null : level;
        }

        return level;
    }
}
