using Weir.Model;

namespace Weir.Tests.Governor;

/// <summary>What is said of requests that wait.</summary>
public sealed class WaitTests
{
    private static readonly FlowId Flow = new("flow_a");

    [Fact]
    public async Task Requests_beyond_the_level_wait_for_a_slot()
    {
        using var rig = await GovernorRig.OpenAsync(GovernorRig.Member("a", level: 2), GovernorRig.Member("b"));
        rig.Take("a", 5);
        rig.Take("b", 1);
        rig.Take("a", 1, "flow_b");

        var wait = Assert.Single(rig.Governor.WaitsOf(Flow, [GovernorRig.Id("a"), GovernorRig.Id("b")]));
        Assert.Equal(new RunWait { Reason = WaitReason.Slot, Connection = GovernorRig.Id("a"), Count = 3 }, wait);
    }

    [Fact]
    public async Task Requests_that_find_the_bucket_full_wait_until_it_has_room()
    {
        using var rig = await GovernorRig.OpenAsync(GovernorRig.Member("a", requests: 3, perSeconds: 3));
        foreach (var permit in rig.Take("a", 10))
        {
            rig.Governor.Release(permit, null, null);
        }

        var wait = Assert.Single(rig.Governor.WaitsOf(Flow, [GovernorRig.Id("a")]));
        Assert.Equal(WaitReason.RateLimit, wait.Reason);
        Assert.InRange(wait.Until!.Value, rig.Clock.GetUtcNow(), rig.Clock.GetUtcNow().AddSeconds(3));
        Assert.NotNull(wait.Count);
    }

    [Fact]
    public async Task A_pause_says_until_when_and_an_outage_why()
    {
        using var rig = await GovernorRig.OpenAsync(GovernorRig.Member("a", level: 1));
        var permit = await rig.Ask("a");
        _ = rig.Ask("a");
        await rig.TellAsync(permit, GovernorRig.ToldToWait(90));

        var paused = Assert.Single(rig.Governor.WaitsOf(Flow, [GovernorRig.Id("a")]));
        Assert.Equal((WaitReason.RateLimit, (DateTimeOffset?)rig.Clock.GetUtcNow().AddSeconds(90), 1), (paused.Reason, paused.Until, paused.Count));
        Assert.Contains("Told to wait.", paused.Message, StringComparison.Ordinal);

        rig.Governor.Configure([GovernorRig.Member("a", level: 1) with { Offline = "No such host." }]);
        var offline = Assert.Single(rig.Governor.WaitsOf(Flow, [GovernorRig.Id("a")]));
        Assert.Equal((WaitReason.Offline, "No such host."), (offline.Reason, offline.Message));
    }

    [Fact]
    public async Task Nothing_waits_where_nothing_asks()
    {
        using var rig = await GovernorRig.OpenAsync(GovernorRig.Member("a") with { Offline = "No such host." });

        Assert.Empty(rig.Governor.WaitsOf(Flow, [GovernorRig.Id("a"), GovernorRig.Id("gone")]));
    }
}
