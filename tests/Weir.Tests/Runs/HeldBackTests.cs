using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>Runs whose records have to wait for those of others.</summary>
public sealed class HeldBackTests
{
    [Fact]
    public async Task A_run_that_waits_behind_a_record_whose_connection_is_offline_says_so_and_goes_on_after_it()
    {
        await using var rig = new ServiceRig();
        rig.Application.Rows.Clear();
        rig.Application.Rows.Add("""{"id":1,"key":"a","text":"one"}""");
        rig.Desk.LookFault = look => look > 1 ? null
            : new Fault { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Who are you?" };
        var first = await rig.StartAsync(await rig.FlowAsync("First", to: "conn_2"));
        await Wait.UntilAsync(() => rig.Governor.BlockageOf(new ConnectionId("conn_2")) is not null);

        var second = await rig.StartAsync(await rig.FlowAsync("Second", to: "conn_3"));
        await Wait.UntilAsync(() =>
        {
            rig.Clock.AdvanceSeconds(1);
            return rig.Runs.FindAsync(second.Id, default).GetAwaiter().GetResult() is { Status: RunStatus.Paused };
        });
        var paused = await rig.Runs.FindAsync(second.Id, default);
        Assert.Equal(
            new RunNote(ErrorCodes.Offline, "Waits for a record of another run with the same key: Who are you?"), paused!.Pause);
        Assert.Equal((1, 0), (rig.Desk.Looks, rig.Desk.Creates));

        Assert.Equal(RunStatus.Cancelled, (await rig.Runs.CancelAsync(first.Id, default)).Status);
        await rig.UntilAsync(second.Id, RunStatus.Completed);
        Assert.Equal(["one"], rig.Desk.Texts);
    }
}
