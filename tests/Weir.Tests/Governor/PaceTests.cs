using Weir.Engine.Calls;
using Weir.Engine.Governor;

namespace Weir.Tests.Governor;

/// <summary>How close to the ideal time of an account's bucket requests are sent, with time that the test moves.</summary>
public sealed class PaceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>100 pages of one list: the first 40 at once, the others at two a second.</summary>
    [Theory]
    [InlineData(10, 1, 1, 0)]
    [InlineData(120, 1, 1, 0)]
    [InlineData(400, 2, 1, 0)]
    [InlineData(1900, 10, 1, 0)]
    [InlineData(150, 10, 4, 0)]
    [InlineData(150, 4, 2, 10)]
    [InlineData(150, 4, 2, 50)]
    public async Task A_hundred_requests_take_the_ideal_time_of_the_bucket_and_none_is_refused(
        int latencyMs, int atOnce, int connections, int headroomPercent)
    {
        const int requests = 100;
        const int size = 40;
        const double perSecond = 2;
        var names = Enumerable.Range(0, connections).Select(i => $"c{i}").ToList();
        using var rig = await GovernorRig.OpenAsync([.. names.Select(n => Member(n, size, headroomPercent))]);
        var there = new OtherBucket(rig, size, perSecond);
        var begun = rig.Clock.GetUtcNow();

        await SendAsync(rig, there, names, requests, atOnce, TimeSpan.FromMilliseconds(latencyMs));

        var share = (100 - headroomPercent) / 100.0;
        var ideal = (requests - (size * share)) / (perSecond * share);

        // The first answer and the last one are waited for.
        var seconds = (rig.Clock.GetUtcNow() - begun).TotalSeconds - (2 * latencyMs / 1000.0);
        Assert.Equal(0, there.Refused);
        Assert.InRange(seconds, ideal * 0.95, ideal * 1.05);
    }

    [Fact]
    public async Task A_headroom_leaves_room_in_the_bucket_whatever_the_header_says()
    {
        using var rig = await GovernorRig.OpenAsync(Member("a", 40, headroomPercent: 25));
        var there = new OtherBucket(rig, 40, 2);
        await SendAsync(rig, there, ["a"], 60, atOnce: 4, TimeSpan.FromMilliseconds(50));
        Assert.InRange(there.Fullest, 28, 30);
    }

    [Fact]
    public async Task A_headroom_slows_and_never_stops()
    {
        using var rig = await GovernorRig.OpenAsync(Member("a", 2, headroomPercent: 90));
        Assert.Single(rig.Take("a", 3));
    }

    private static PoolMember Member(string name, int size, int headroomPercent)
    {
        var member = GovernorRig.Member(name, requests: size, account: "one");
        return member with { Budget = member.Budget with { HeadroomPercent = headroomPercent } };
    }

    private static async Task SendAsync(
        GovernorRig rig, OtherBucket there, List<string> names, int requests, int atOnce, TimeSpan latency)
    {
        List<Task<Permit>> asked = [];
        List<(Permit Permit, DateTimeOffset At, RateSignal Rate)> underWay = [];
        for (var left = requests; left + asked.Count + underWay.Count > 0;)
        {
            for (; left > 0 && asked.Count + underWay.Count < atOnce; left--)
            {
                asked.Add(rig.Ask(names[left % names.Count]));
            }

            // Permits are given at once, but whoever asked hears of it on another thread: time waits for that.
            while (names.Sum(n => rig.Traffic(n).InFlight) > underWay.Count)
            {
                var permitted = await Task.WhenAny(asked);
                asked.Remove(permitted);
                underWay.Add((await permitted, rig.Clock.GetUtcNow() + latency, there.Take()));
            }

            rig.Clock.Advance(Step);
            foreach (var answered in underWay.Where(u => u.At <= rig.Clock.GetUtcNow()).ToList())
            {
                underWay.Remove(answered);
                rig.Governor.Release(answered.Permit, answered.Rate, null);
            }
        }
    }

    /// <summary>The account's own bucket.</summary>
    private sealed class OtherBucket(GovernorRig rig, int size, double perSecond)
    {
        private double _level;
        private DateTimeOffset _at = rig.Clock.GetUtcNow();

        public int Refused { get; private set; }

        public double Fullest { get; private set; }

        public RateSignal Take()
        {
            var now = rig.Clock.GetUtcNow();
            _level = Math.Max(0, _level - ((now - _at).TotalSeconds * perSecond));
            _at = now;
            if (_level + 1 > size + 1e-9)
            {
                Refused++;
            }
            else
            {
                _level++;
            }

            Fullest = Math.Max(Fullest, _level);
            return new RateSignal((int)Math.Ceiling(_level), size);
        }
    }
}
