using Weir.Engine.Runs.Finding;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class KeyTurnsTests
{
    private static readonly TurnTaker Me = new(new RunId("run_1"), new ConnectionId("conn_1"));
    private static readonly TurnTaker Other = new(new RunId("run_2"), new ConnectionId("conn_2"));

    private readonly KeyTurns _turns = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_a_key_in_common_waits_and_others_do_not()
    {
        using var first = await _turns.EnterAsync(["a", "b"], Me, Stop);
        var second = _turns.EnterAsync(["b", "c"], Me, Stop);
        using var other = await _turns.EnterAsync(["d"], Me, Stop);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task The_order_in_which_keys_are_named_locks_nobody_out()
    {
        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var turn = await _turns.EnterAsync(i % 2 == 0 ? ["a", "b"] : ["b", "a", "b"], Me, Stop);
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }));
        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public async Task Who_gives_up_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var first = await _turns.EnterAsync(["b"], Me, Stop);
        var second = _turns.EnterAsync(["a", "b"], Me, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(1, _turns.Count);
        first.Dispose();
        first.Dispose();
        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public async Task Who_waits_for_a_record_of_another_run_can_be_told_through_what_that_is_written()
    {
        using var first = await _turns.EnterAsync(["a"], Other, Stop);
        var second = _turns.EnterAsync(["a"], Me, Stop);
        Assert.Equal([Other.Connection], _turns.Before(Me.Run));
        Assert.Empty(_turns.Before(Other.Run));
        first.Dispose();
        using var mine = await second;
        Assert.Empty(_turns.Before(Me.Run));
    }
}
