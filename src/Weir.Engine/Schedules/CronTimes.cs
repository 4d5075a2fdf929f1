using Quartz;

namespace Weir.Engine.Schedules;

/// <summary>
/// The times of a cron expression in a time zone: the one function that says when a flow is due. Where the hour is fixed it
/// is due once on that date: at the first valid instant where the clock has left the hour out, at the first of a repeated
/// hour. Where the hour goes on (<c>*</c>, a step, a range) it is due by elapsed time through both changes of the clock: for
/// as long as a change leaves out or repeats, the clock before it counts beside the clock after it, so that what comes every
/// hour or two never comes later than on other days. One caller at a time.
/// </summary>
internal sealed class CronTimes
{
    /// <summary>No change of a clock is longer (Samoa left out a day in 2011), and no two come closer together.</summary>
    private static readonly TimeSpan ChangeMax = TimeSpan.FromHours(26);

    private static readonly TimeSpan Step = TimeSpan.FromHours(12);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CronExpression _cron;
    private readonly TimeZoneInfo _zone;
    private readonly bool _isFixed;

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public CronTimes(string cron, TimeZoneInfo zone)
    {
        // The expression only knows the clock on the wall; which instants that is, is decided here.
        _cron = new CronExpression(cron) { TimeZone = TimeZoneInfo.Utc };
        _zone = zone;
        _isFixed = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].All(c => char.IsAsciiDigit(c) || c == ',');
    }

    /// <summary>The first time after this one; null when there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset time) => _isFixed ? Fixed(time) : Going(time);

    private DateTimeOffset? Fixed(DateTimeOffset time)
    {
        var wall = Wall(time, OffsetAt(time));
        while (Next(wall) is { } next)
        {
            if (FirstInstant(next) is var instant && instant > time)
            {
                return instant;
            }

            wall = next;
        }

        return null;
    }

    private DateTimeOffset? Going(DateTimeOffset time)
    {
        var clock = OffsetAt(time);
        var (from, looked) = (time, time);
        var best = FirstChange(time - ChangeMax, time) is { } before
            ? ByOldClock(before, OffsetAt(time - ChangeMax), time)
            : null;
        while (Next(Wall(from, clock)) is { } wall)
        {
            var at = Instant(wall, clock);
            if (best <= at)
            {
                return best;
            }

            if (FirstChange(looked, at) is not { } change)
            {
                return at;
            }

            best ??= ByOldClock(change, clock, change - Second);
            clock = OffsetAt(change);
            (from, looked) = (change - Second, change);
        }

        return best;
    }

    /// <summary>The first time after this one by the clock before a change, for as long as the change leaves out or repeats.</summary>
    private DateTimeOffset? ByOldClock(DateTimeOffset change, TimeSpan clock, DateTimeOffset after)
    {
        var end = change + (OffsetAt(change) - clock).Duration();
        return Next(Wall(after, clock)) is { } wall && Instant(wall, clock) is var at && at < end ? at : null;
    }

    /// <summary>When the clock on the wall first shows this; where it never does, the instant at which it goes beyond.</summary>
    private DateTimeOffset FirstInstant(DateTimeOffset wall)
    {
        var (before, after) = (OffsetAt(wall - ChangeMax), OffsetAt(wall + ChangeMax));
        var (early, late) = (Instant(wall, before > after ? before : after), Instant(wall, before > after ? after : before));
        if (Wall(early, OffsetAt(early)) == wall)
        {
            return early;
        }

        return Wall(late, OffsetAt(late)) == wall
            ? late
            : FirstChange(wall - ChangeMax, wall + ChangeMax) ?? late;
    }

    /// <summary>The first instant after <paramref name="from"/> and up to <paramref name="to"/> at which the clock changes.</summary>
    private DateTimeOffset? FirstChange(DateTimeOffset from, DateTimeOffset to)
    {
        var offset = OffsetAt(from);
        for (var (low, high) = (from, from); low < to; low = high)
        {
            high = to - low > Step ? low + Step : to;
            if (OffsetAt(high) == offset)
            {
                continue;
            }

            while (high - low > Second)
            {
                var middle = low + new TimeSpan((high - low).Ticks / 2);
                (low, high) = OffsetAt(middle) == offset ? (middle, high) : (low, middle);
            }

            return high.AddTicks(-(high.UtcTicks % TimeSpan.TicksPerSecond));
        }

        return null;
    }

    private DateTimeOffset? Next(DateTimeOffset wall) => _cron.GetTimeAfter(wall);

    private TimeSpan OffsetAt(DateTimeOffset time) => _zone.GetUtcOffset(time);

    /// <summary>What a clock shows, as if it were UTC.</summary>
    private static DateTimeOffset Wall(DateTimeOffset time, TimeSpan clock) => new(time.UtcTicks + clock.Ticks, TimeSpan.Zero);

    private static DateTimeOffset Instant(DateTimeOffset wall, TimeSpan clock) => new(wall.UtcTicks - clock.Ticks, TimeSpan.Zero);
}
