using Weir.Engine.Runs.Finding;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

public sealed class LookedKeysTests
{
    private readonly ManualClock _clock = new();
    private readonly MadeRecords _made;
    private readonly LookedKeys _looked;

    public LookedKeysTests()
    {
        _made = new MadeRecords(_clock);
        _looked = new LookedKeys(_made, _clock, keysMax: 5);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task That_a_key_was_not_there_is_believed_until_one_is_sent_or_an_hour_is_over()
    {
        await KeepAsync("list", "a");
        _clock.AdvanceSeconds(1);
        Assert.False(await AsksAsync("list", "b"));
        _made.Sending("b");
        Assert.True(await AsksAsync("list", "b"));
        Assert.False(await AsksAsync("list", "c"));
        _clock.Advance(LookedKeys.AgeMax);
        Assert.True(await AsksAsync("list", "c"));
    }

    [Fact]
    public async Task What_was_sent_while_it_was_asked_is_not_known_by_the_answer()
    {
        using (var turn = await _looked.EnterAsync("list", "a", Stop))
        {
            _made.Sending("b");
            _clock.AdvanceSeconds(1);
            turn!.Keep([]);
        }

        Assert.Equal((false, true), (await AsksAsync("list", "a"), await AsksAsync("list", "b")));
    }

    [Fact]
    public async Task What_was_under_way_while_it_was_asked_is_not_known_by_the_answer()
    {
        _made.Sending("b");
        _clock.AdvanceSeconds(1);
        await KeepAsync("list", "a");
        _clock.AdvanceSeconds(1);
        _made.Settle("b");
        Assert.True(await AsksAsync("list", "b"));
        Assert.False(await AsksAsync("list", "c"));
    }

    [Fact]
    public async Task One_that_was_there_is_asked_for()
    {
        await KeepAsync("list", "a");
        Assert.Equal((true, false), (await AsksAsync("list", "a"), await AsksAsync("list", "b")));
    }

    [Fact]
    public async Task Who_asks_for_what_another_one_is_being_given_waits_and_asks_where_that_one_was_not_answered()
    {
        var first = await _looked.EnterAsync("list", "a", Stop);
        var second = _looked.EnterAsync("list", "b", Stop).AsTask();
        var third = _looked.EnterAsync("list", "c", Stop).AsTask();
        using var other = await _looked.EnterAsync("another list", "a", Stop);
        Assert.False(second.IsCompleted || third.IsCompleted);
        first!.Dispose();
        var next = await Task.WhenAny(second, third);
        using (var turn = await next)
        {
            turn!.Keep([]);
        }

        Assert.Null(await (next == second ? third : second));
    }

    [Fact]
    public async Task The_oldest_answer_is_forgotten_and_one_too_large_is_not_kept()
    {
        await KeepAsync("one", "a", "b");
        await KeepAsync("two", "a");
        await KeepAsync("two", "a");
        Assert.False(await AsksAsync("one", "x"));
        await KeepAsync("three", "a");
        Assert.Equal((true, false, false), (await AsksAsync("one", "x"), await AsksAsync("two", "x"), await AsksAsync("three", "x")));
        await KeepAsync("large", "a", "b", "c", "d", "e");
        Assert.True(await AsksAsync("large", "x"));
    }

    private async Task KeepAsync(string address, params string[] keys)
    {
        using var turn = await _looked.EnterAsync(address, keys[0], Stop);
        turn!.Keep(keys);
    }

    private async Task<bool> AsksAsync(string address, string key)
    {
        using var turn = await _looked.EnterAsync(address, key, Stop);
        return turn is not null;
    }
}
