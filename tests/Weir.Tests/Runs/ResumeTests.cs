using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class ResumeTests
{
    private const int InWindowMax = 4 * 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task After_kills_at_any_moment_every_record_has_arrived_and_what_came_twice_carries_the_same_key(int seed)
    {
        using var rig = new RunRig(rows: 400, level: 5);
        var run = await Kills.LiveAsync(rig, seed, kills: 4);
        Assert.Equal(Enumerable.Range(1, 400), rig.SinkIds.Select(int.Parse).Distinct().Order());
        Assert.Equal((400, 400), (run.Steps[0].Read, run.Steps[1].Success));
        Assert.All(
            rig.Application.Sink.GroupBy(s => s.Body), g => Assert.Single(g.Select(s => s.Key).Distinct()));
        Assert.InRange(rig.Application.Sink.Count - 400, 0, 4 * InWindowMax);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task What_must_not_be_repeated_is_sent_once_and_else_stands_as_unknown(int seed)
    {
        using var rig = new RunRig(rows: 300, level: 5) { Repeat = RepeatRule.Never };
        await Kills.LiveAsync(rig, seed, kills: 4);
        Assert.Equal(rig.Application.Sink.Count, rig.SinkIds.Distinct().Count());
        var unknown = await rig.OpenErrorsAsync();
        Assert.All(unknown, e => Assert.Equal("outcome_unknown", e.Code));
        var settled = rig.SinkIds.Concat(unknown.Select(e => e.TraceKey)).Distinct();
        Assert.Equal(300, settled.Count());
    }

    [Fact]
    public async Task A_cursor_that_the_source_refuses_after_a_kill_begins_the_walk_again_and_doubles_nothing()
    {
        using var rig = new RunRig(rows: 200, level: 5);
        rig.Application.Order = new OrderDefinition("$.id", "$.id", OrderDirection.Ascending);
        using var kill = new CancellationTokenSource();
        rig.Application.UnderWay = body => body.Contains("\"id\":95,") ? kill.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LiveAsync(run, kill.Token));
        var expired = true;
        rig.Application.ReadFault = state =>
        {
            var refuses = expired && state.Length > 0;
            expired &= !refuses;
            return refuses
                ? new Fault { Kind = FaultKind.Rejected, Code = "rejected", Message = "Bad cursor.", HttpStatus = 400 }
                : null;
        };
        run = await rig.LiveAsync((await rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Equal(1, run.Restarts);
        Assert.Equal(Enumerable.Range(1, 200), rig.SinkIds.Select(int.Parse).Distinct().Order());
        Assert.InRange(rig.Application.Sink.Count - 200, 0, InWindowMax);
        Assert.Equal(200, run.Steps[0].Read);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task A_stop_in_order_leaves_no_outcome_unknown_and_doubles_nothing(int seed)
    {
        using var rig = new RunRig(rows: 200, level: 3) { Repeat = RepeatRule.Never, Into = ["answer"] };
        using var stop = new CancellationTokenSource();
        var left = new Random(seed).Next(5, 150);
        rig.Application.UnderWay = _ => Interlocked.Decrement(ref left) == 0 ? stop.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LiveAsync(run, default, stop.Token));
        run = await rig.LiveAsync((await rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, 200), rig.SinkIds.Select(int.Parse).Order());
        Assert.Equal(200, run.Steps[1].Success);
    }

    [Fact]
    public async Task A_record_that_stands_twice_in_the_source_is_sent_twice_also_over_a_stop()
    {
        using var rig = new RunRig(rows: 0, level: 2) { Repeat = RepeatRule.Never };
        rig.Application.Rows.AddRange(Enumerable.Repeat("""{"id":1,"n":"the same"}""", 60));
        using var stop = new CancellationTokenSource();
        var left = 25;
        rig.Application.UnderWay = _ => Interlocked.Decrement(ref left) == 0 ? stop.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LiveAsync(run, default, stop.Token));
        await rig.LiveAsync((await rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Equal(60, rig.Application.Sink.Count);
    }
}
