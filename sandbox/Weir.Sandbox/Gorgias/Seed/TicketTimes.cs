namespace Weir.Sandbox.Gorgias;

/// <summary>
/// When tickets were written: two years, the later the higher the position, now and then several at the very same
/// instant.
/// </summary>
internal sealed class TicketTimes(int seed, int count)
{
    private static readonly long Start = GorgiasTime.Of(new DateTimeOffset(2023, 11, 1, 6, 0, 0, TimeSpan.Zero));

    /// <summary>After this nothing happened any more, except by the API.</summary>
    public static readonly long End = GorgiasTime.Of(new DateTimeOffset(2025, 10, 31, 18, 0, 0, TimeSpan.Zero));

    private readonly long _gap = Math.Max((End - Start - (30 * GorgiasTime.Day)) / Math.Max(count, 1), 1);

    public long Created(int index)
    {
        var dice = new Dice(seed, DiceKind.TicketTime, index);
        while (index > 0 && dice.OneIn(40))
        {
            // An import wrote several at once: the same instant as the one before.
            dice = new Dice(seed, DiceKind.TicketTime, --index);
        }

        var time = Start + (index * _gap) + (long)(dice.Next() % (ulong)_gap);
        return dice.OneIn(25) ? time - (time % GorgiasTime.Second) : time;
    }
}
