using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Schedules;

namespace Weir.Tests.Schedules;

public sealed class CronTimesTests
{
    private const string Paris = "Europe/Paris";
    private const string NewYork = "America/New_York";
    private const string LordHowe = "Australia/Lord_Howe";
    private const string Kolkata = "Asia/Kolkata";

    private static readonly string[] Zones = [Paris, NewYork, LordHowe, Kolkata, "UTC", "Africa/Casablanca", "Pacific/Apia"];

    /// <summary>
    /// Clocks change: Paris 29 March 02:00→03:00 (01:00Z) and 25 October 03:00→02:00 (01:00Z); New York 8 March 02:00→03:00
    /// (07:00Z) and 1 November 02:00→01:00 (06:00Z); Lord Howe 5 April 02:00→01:30 (15:00Z the day before) and 4 October
    /// 02:00→02:30 (15:30Z the day before), all in 2026.
    /// </summary>
    [Theory]
    // An ordinary day.
    [InlineData("0 0/15 * * * ?", Paris, "2026-06-01T10:07:00Z", "10:15 10:30 10:45 11:00")]
    [InlineData("0 30 8 * * ?", Paris, "2026-06-01T06:30:00Z", "2/06:30 3/06:30")]
    [InlineData("0 0 9-17 ? * MON-FRI", Kolkata, "2026-06-05T10:00:00Z", "10:30 11:30 8/03:30")]
    [InlineData("0 0 0 L * ?", "UTC", "2026-06-01T00:00:00Z", "30/00:00")]
    // An hour that is left out: what is fixed comes once, at the first valid instant.
    [InlineData("0 30 2 * * ?", Paris, "2026-03-28T00:00:00Z", "28/01:30 29/01:00 30/00:30")]
    [InlineData("0 0/15 2 * * ?", Paris, "2026-03-29T00:00:00Z", "29/01:00 30/00:00 30/00:15")]
    [InlineData("0 0 2,3 * * ?", Paris, "2026-03-29T00:00:00Z", "29/01:00 30/00:00 30/01:00")]
    [InlineData("0 30 2 * * ?", NewYork, "2026-03-08T00:00:00Z", "8/07:00 9/06:30")]
    [InlineData("0 15 2 * * ?", LordHowe, "2026-10-03T00:00:00Z", "3/15:30 4/15:15")]
    // A repeated hour: what is fixed comes at the first of the two.
    [InlineData("0 30 2 * * ?", Paris, "2026-10-24T00:00:00Z", "24/00:30 25/00:30 26/01:30")]
    [InlineData("0 30 1 * * ?", NewYork, "2026-10-31T12:00:00Z", "1/05:30 2/06:30")]
    [InlineData("0 45 1 * * ?", LordHowe, "2026-04-04T00:00:00Z", "4/14:45 5/15:15")]
    // Hours that go on do so by elapsed time.
    [InlineData("0 0/30 * * * ?", Paris, "2026-03-29T00:20:00Z", "00:30 01:00 01:30 02:00")]
    [InlineData("0 0/30 * * * ?", Paris, "2026-10-25T00:20:00Z", "00:30 01:00 01:30 02:00 02:30")]
    [InlineData("0 0 * * * ?", NewYork, "2026-11-01T04:30:00Z", "05:00 06:00 07:00 08:00")]
    [InlineData("0 0 0/2 * * ?", Paris, "2026-03-28T22:30:00Z", "28/23:00 29/01:00 29/02:00 29/04:00")]
    [InlineData("0 0 0/2 * * ?", NewYork, "2026-11-01T03:30:00Z", "04:00 06:00 07:00 09:00")]
    [InlineData("0 30 1-3 * * ?", Paris, "2026-03-29T00:00:00Z", "29/00:30 29/01:30 29/23:30")]
    [InlineData("0 0 * * * ?", LordHowe, "2026-10-03T13:30:00Z", "14:30 15:30 16:00 17:00")]
    [InlineData("0 0 * * * ?", LordHowe, "2026-04-04T13:30:00Z", "14:00 15:00 15:30 16:30")]
    public void A_schedule_is_due_at_these_times(string cron, string zone, string after, string expected)
    {
        var times = Times(cron, zone);
        var at = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture);
        foreach (var text in expected.Split(' '))
        {
            at = times.After(at)!.Value;
            Assert.Equal(text, at.ToString(text.Contains('/') ? "%d'/'HH:mm" : "HH:mm", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_fixed_hour_on_a_day_that_a_clock_left_out_comes_when_the_clock_goes_on()
    {
        // Samoa went from the end of 29 December 2011 to the beginning of the 31st.
        var times = Times("0 0 12 * * ?", "Pacific/Apia");
        var before = times.After(new DateTimeOffset(2011, 12, 29, 12, 0, 0, TimeSpan.Zero))!.Value;
        Assert.Equal(new DateTimeOffset(2011, 12, 29, 22, 0, 0, TimeSpan.Zero), before);
        Assert.Equal(new DateTimeOffset(2011, 12, 30, 10, 0, 0, TimeSpan.Zero), times.After(before));
    }

    [Fact]
    public void What_never_comes_has_no_next_time() => Assert.Null(Times("0 0 0 30 2 ?", Paris).After(DateTimeOffset.UnixEpoch));

    [Fact]
    public void Years_may_lie_between_two_times() => Assert.Equal(
        new DateTimeOffset(2028, 2, 29, 11, 0, 0, TimeSpan.Zero),
        Times("0 0 12 29 2 ?", Paris).After(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Times_rise_and_come_as_often_as_on_other_days() => Prop.ForAll(Cases().ToArbitrary(), c =>
    {
        var (cron, zone, start, bound) = c;
        var times = Times(cron, zone);
        var at = start;
        for (var i = 0; i < 60; i++)
        {
            if (times.After(at) is not { } next || next <= at || next - at > bound || next.UtcTicks % TimeSpan.TicksPerSecond != 0)
            {
                return false;
            }

            // Nothing lies between: asked from there on it is the same.
            var between = at + new TimeSpan((next - at).Ticks / 2);
            if (times.After(between) != next)
            {
                return false;
            }

            at = next;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void A_fixed_hour_comes_once_a_day() => Prop.ForAll(Cases().ToArbitrary(), c =>
    {
        var (_, zone, start, _) = c;
        if (zone == "Pacific/Apia" && start.Year == 2011)
        {
            return true;
        }

        var times = Times($"0 {start.Minute} {start.Hour} * * ?", zone);
        var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var days = new List<DateTime>();
        for (var at = times.After(start); days.Count < 40; at = times.After(at!.Value))
        {
            days.Add(TimeZoneInfo.ConvertTime(at!.Value, found).Date);
        }

        return days.Zip(days.Skip(1)).All(d => d.Second - d.First == TimeSpan.FromDays(1));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static CronTimes Times(string cron, string zone) => new(cron, TimeZoneInfo.FindSystemTimeZoneById(zone));

    /// <summary>Crons whose hour goes on, with the longest time between two; starts gather around the changes of the clock.</summary>
    private static Gen<(string Cron, string Zone, DateTimeOffset Start, TimeSpan Bound)> Cases() =>
        from zone in Gen.Elements(Zones)
        from cron in Gen.Elements(
            ("0 0/15 * * * ?", 15), ("0 0 * * * ?", 60), ("0 7 0/2 * * ?", 120), ("0 30 0/6 * * ?", 360 + 60), ("0 0 0-23 * * ?", 60))
        from day in Gen.Choose(0, 365 * 15)
        from minute in Gen.Choose(0, 1439)
        select (cron.Item1, zone, new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddMinutes(minute), TimeSpan.FromMinutes(cron.Item2));
}
