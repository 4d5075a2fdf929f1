using Weir.Model;
using static Weir.Tests.Connections.HealthRig;

namespace Weir.Tests.Connections;

public sealed class ConnectionProberTests
{
    [Fact]
    public async Task An_outage_is_probed_with_growing_distance_until_it_ends()
    {
        await using var rig = new HealthRig();
        rig.Application.SendFault = (n, _) => (n < 3 ? Down : null, false);

        rig.Fails(Down);

        foreach (var seconds in (int[])[1, 2, 4])
        {
            await rig.NextProbeInAsync(seconds);
            rig.Clock.AdvanceSeconds(seconds);
        }

        await rig.StatusAsync(ConnectionStatus.Online);
        await Wait.UntilAsync(() => rig.Clock.UntilNext is null);
    }

    [Fact]
    public async Task An_outage_after_a_repaired_sign_in_is_probed_at_once()
    {
        await using var rig = new HealthRig();
        rig.Fails(Locked);
        await rig.NextProbeInAsync(600);
        rig.Save("new", ConnectionStatus.Online);

        rig.Fails(Down);

        await rig.NextProbeInAsync(1);
    }

    [Fact]
    public async Task A_test_that_finds_another_reason_begins_the_distances_anew()
    {
        await using var rig = new HealthRig();
        rig.Fails(Locked);
        await rig.NextProbeInAsync(600);

        rig.Fails(Down);

        await rig.NextProbeInAsync(1);
    }

    [Fact]
    public async Task What_goes_offline_while_its_probe_ends_is_probed_again()
    {
        await using var rig = new HealthRig();
        var outages = 0;
        rig.Directory.Changed += _ =>
        {
            if (rig.Status == ConnectionStatus.Online && outages++ == 0)
            {
                rig.Fails(Down);
            }
        };
        rig.Fails(Down);
        await rig.NextProbeInAsync(1);
        rig.Clock.AdvanceSeconds(1);

        await Wait.UntilAsync(() => outages == 1);
        await rig.NextProbeInAsync(1);
        rig.Clock.AdvanceSeconds(1);

        await Wait.UntilAsync(() => outages == 2);
        Assert.Equal(ConnectionStatus.Online, rig.Status);
    }

    [Fact]
    public async Task A_probe_with_the_former_password_does_not_overwrite_what_was_saved_meanwhile()
    {
        await using var rig = new HealthRig();
        var (begun, underWay) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Application.UnderWay = _ =>
        {
            begun.TrySetResult();
            return underWay.Task;
        };
        rig.Application.SendFault = (_, _) => (Locked, false);
        rig.Fails(Down);
        await rig.NextProbeInAsync(1);
        rig.Clock.AdvanceSeconds(1);
        await begun.Task;

        rig.Save("new", ConnectionStatus.Offline);
        underWay.SetResult();

        await rig.NextProbeInAsync(2);
        Assert.Null(rig.Live.Connection.LastTest);
    }

    [Fact]
    public async Task A_probe_that_breaks_is_not_the_last_one()
    {
        await using var rig = new HealthRig();
        rig.Application.SendFault = (n, _) => n == 1 ? throw new InvalidOperationException("Broken.") : (null, true);
        rig.Fails(Down);
        await rig.NextProbeInAsync(1);
        rig.Clock.AdvanceSeconds(1);

        await rig.NextProbeInAsync(2);
        rig.Clock.AdvanceSeconds(2);

        await rig.StatusAsync(ConnectionStatus.Online);
    }
}
