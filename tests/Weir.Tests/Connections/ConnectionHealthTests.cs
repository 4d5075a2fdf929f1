using Weir.Engine.Governor;
using Weir.Model;
using static Weir.Tests.Connections.HealthRig;

namespace Weir.Tests.Connections;

public sealed class ConnectionHealthTests
{
    [Fact]
    public async Task A_late_answer_to_the_former_password_leaves_a_repaired_connection_online_and_the_request_is_made_with_the_new_one()
    {
        await using var rig = new HealthRig();
        var underWay = new TaskCompletionSource();
        rig.Application.UnderWay = _ => underWay.Task;
        rig.Application.SendFault = (n, _) => (n == 1 ? Locked : null, n > 1);
        var sending = rig.SendAsync();

        rig.Save("new", ConnectionStatus.Online);
        underWay.SetResult();

        await Wait.UntilAsync(() => sending.IsCompleted);
        Assert.Null(await sending);
        Assert.Single(rig.Application.Sink);
        Assert.Equal(ConnectionStatus.Online, rig.Status);
        Assert.Null(rig.Governor.BlockageOf(Id));
    }

    [Fact]
    public async Task A_request_made_with_the_present_password_and_refused_takes_it_offline()
    {
        await using var rig = new HealthRig();
        rig.Save("new", ConnectionStatus.Online);
        rig.Application.SendFault = (_, _) => (Locked, false);

        var sending = rig.SendAsync();

        await rig.StatusAsync(ConnectionStatus.Offline);
        Assert.False(sending.IsCompleted);
        rig.Application.SendFault = (_, _) => (null, true);
        rig.Save("newer", ConnectionStatus.Online);
        await Wait.UntilAsync(() => sending.IsCompleted);
        Assert.Null(await sending);
    }

    [Fact]
    public async Task News_of_former_settings_that_come_after_a_save_change_nothing()
    {
        await using var rig = new HealthRig((rig, news) =>
        {
            if (news.Reason is not null)
            {
                rig.Save("new", ConnectionStatus.Online);
            }
        });

        rig.Governor.Release(await rig.Governor.AcquireAsync(Id, "flow_a", urgent: false, default), null, Locked);

        Assert.Equal(ConnectionStatus.Online, rig.Status);
        Assert.Null(rig.Governor.BlockageOf(Id));
    }

    [Fact]
    public async Task Failures_with_former_settings_do_not_count()
    {
        await using var rig = new HealthRig();
        for (var i = 1; i < Member.FailuresInARowMax; i++)
        {
            await FailAsync(rig);
        }

        var former = await rig.Governor.AcquireAsync(Id, "flow_a", urgent: false, default);
        rig.Save("new", ConnectionStatus.Online);
        rig.Governor.Release(former, null, Down);
        await FailAsync(rig);

        Assert.Equal(ConnectionStatus.Online, rig.Status);
    }

    [Fact]
    public async Task A_status_that_waits_to_be_stored_does_not_overwrite_that_of_a_save()
    {
        var rig = new HealthRig();
        await using (rig)
        {
            var (begun, writes) = (new TaskCompletionSource(), new TaskCompletionSource());
            rig.Store.WritesState = () =>
            {
                begun.TrySetResult();
                return writes.Task;
            };
            rig.Fails(Down);
            await begun.Task;
            rig.Save("new", ConnectionStatus.Online);
            writes.SetResult();
        }

        Assert.Contains("online", rig.StoredState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_found_out_while_its_connection_is_renamed_is_stored()
    {
        var rig = new HealthRig();
        await using (rig)
        {
            var (begun, writes) = (new TaskCompletionSource(), new TaskCompletionSource());
            rig.Store.WritesState = () =>
            {
                begun.TrySetResult();
                return writes.Task;
            };
            rig.Fails(Down);
            await begun.Task;

            // A save that does not touch the access keeps the status that is at work.
            rig.Save("old", rig.Status, isRename: true);
            rig.Store.WritesState = null;
            writes.SetResult();
        }

        Assert.Contains("offline", rig.StoredState, StringComparison.Ordinal);
    }

    private static async Task FailAsync(HealthRig rig) =>
        rig.Governor.Release(await rig.Governor.AcquireAsync(Id, "flow_a", urgent: false, default), null, Down);
}
