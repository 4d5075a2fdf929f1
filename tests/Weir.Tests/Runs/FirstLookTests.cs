using Weir.Expressions.Templates;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>What is there already is not created again.</summary>
public sealed class FirstLookTests : IDisposable
{
    private static readonly Fault Lost = new() { Kind = FaultKind.Unknown, Code = ErrorCodes.Timeout, Message = "No answer came." };
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Forbidden, Message = "You may not look.", HttpStatus = 403 };

    private readonly RunRig _rig = new(rows: 0, level: 1) { Repeat = RepeatRule.Never };
    private readonly FakeDesk _desk = new(TimeProvider.System);

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(RepeatRule.Never, false)]
    [InlineData(RepeatRule.Always, false)]
    [InlineData(RepeatRule.Never, true)]
    [InlineData(RepeatRule.Always, true)]
    public async Task What_is_loaded_twice_is_sent_once(RepeatRule repeat, bool isOrdered)
    {
        _rig.Repeat = repeat;
        Give("a", "b", "a", "c");
        _rig.Steps = [Write() with { OrderKey = isOrdered ? Template.Parse("{{key}}") : null }];
        var first = await _rig.RunAsync();
        var second = await _rig.RunAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal(["1", "2", "4"], _desk.Texts);
        Assert.Equal((4, 4, 3), (first.Steps[1].Success, second.Steps[1].Success, _desk.Creates));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(1, 2)]
    [InlineData(4, 2)]
    public async Task Records_of_one_key_make_one_though_the_list_lags(int level, int lag)
    {
        _rig.Level = level;
        Give("a", "a", "a");
        _desk.Lag = lag;
        await _rig.RunAsync();
        Assert.Equal((0, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(100, 1)]
    public async Task A_later_step_sees_what_was_found_or_the_record_stands_in_the_errors(int lag, int errors)
    {
        Give("a", "a");
        _desk.Lag = lag;
        _rig.Steps = [Write() with { Into = ["answer"] }, _rig.Send("after")];
        await _rig.RunAsync();
        var open = await _rig.OpenErrorsAsync();
        Assert.Equal((errors, 1), (open.Count, _desk.Creates));
        Assert.All(open, e => Assert.Equal(ErrorCodes.Conflict, e.Code));
        Assert.Equal(2 - errors, _rig.Application.Sink.Count(s => s.Body.Contains("\"answer\":{\"id\":1,\"key\":\"a\",\"text\":\"1\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    public async Task What_was_made_and_is_not_shown_is_made_again_after_a_minute_and_not_before(int minutes, int creates)
    {
        var clock = new ManualClock();
        using var rig = new RunRig(rows: 0, level: 1, clock) { Repeat = RepeatRule.Never };
        var desk = new FakeDesk(clock) { Lag = 100 };
        rig.Application.Rows.AddRange(["""{"id":1,"key":"a","text":"1"}""", """{"id":2,"key":"a","text":"2"}"""]);
        rig.Steps = [rig.Send("write") with { Adaptor = desk, Call = desk.Import(first: true) }];
        desk.Looking = look => clock.Advance(look == 2 ? TimeSpan.FromMinutes(minutes) : TimeSpan.Zero);
        var run = rig.RunAsync();
        await Wait.UntilAsync(() =>
        {
            // The waits between looks are some seconds long.
            clock.Advance(clock.UntilNext is { TotalSeconds: < 10 } wait ? wait : TimeSpan.Zero);
            return run.IsCompleted;
        });
        await run;
        Assert.Equal((creates, 2 - creates), (desk.Creates, (await rig.OpenErrorsAsync()).Count));
    }

    [Theory]
    [InlineData(RepeatRule.Never)]
    [InlineData(RepeatRule.Always)]
    public async Task A_record_without_the_key_is_created_at_once_each_time(RepeatRule repeat)
    {
        _rig.Repeat = repeat;
        Give("");
        await _rig.RunAsync();
        await _rig.RunAsync();
        Assert.Equal((2, 0), (_desk.Creates, _desk.Looks));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_of_the_key_are_reason_enough_not_to_create_one_and_a_later_step_is_given_none_of_them(bool isNeeded)
    {
        Give("a");
        _desk.Rows.AddRange([new DeskRow(1, "a", default), new DeskRow(2, "a", default)]);
        _rig.Steps = [Write() with { Into = isNeeded ? ["answer"] : null }];
        await _rig.RunAsync();
        Assert.Equal(0, _desk.Creates);
        Assert.Equal(isNeeded ? [ErrorCodes.Conflict] : [], (await _rig.OpenErrorsAsync()).Select(e => e.Code));
    }

    [Fact]
    public async Task What_may_not_be_looked_for_is_not_sent()
    {
        Give("a");
        _desk.LookFault = _ => Refused;
        await _rig.RunAsync();
        var error = Assert.Single(await _rig.OpenErrorsAsync());
        Assert.Equal((ErrorCodes.Forbidden, null, 0), (error.Code, error.SentAt, _desk.Creates));
        _desk.LookFault = _ => null;
        await _rig.RetryAsync();
        Assert.Equal((0, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates));
    }

    [Theory]
    [InlineData(RepeatRule.Never)]
    [InlineData(RepeatRule.Always)]
    public async Task A_create_without_an_answer_is_found(RepeatRule repeat)
    {
        _rig.Repeat = repeat;
        Give("a");
        _desk.CreateFault = _ => (Lost, true);
        await _rig.RunAsync();
        Assert.Equal((0, 1, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates, _desk.Rows.Count));
    }

    [Fact]
    public async Task A_create_without_an_answer_that_may_be_repeated_is_repeated_where_it_is_not_there()
    {
        _rig.Repeat = RepeatRule.Always;
        Give("a");
        _desk.CreateFault = n => n == 1 ? (Lost, false) : (null, true);
        await _rig.RunAsync();
        Assert.Equal((0, 2, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates, _desk.Rows.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_retry_of_an_unknown_one_sends_it_unless_something_has_its_key(bool isThere)
    {
        Give("a");
        _desk.CreateFault = n => n == 1 ? (Lost, false) : (null, true);
        await _rig.RunAsync();
        Assert.Equal(ErrorCodes.OutcomeUnknown, Assert.Single(await _rig.OpenErrorsAsync()).Code);
        if (isThere)
        {
            _desk.Rows.Add(new DeskRow(9, "a", TimeProvider.System.GetUtcNow().AddDays(-1)));
        }

        await _rig.RetryAsync();
        Assert.Equal((0, isThere ? 1 : 2, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates, _desk.Rows.Count));
    }

    [Fact]
    public async Task While_nobody_knows_whether_one_of_the_key_has_arrived_no_other_is_sent()
    {
        Give("a", "a", "b");
        (_desk.Lag, _desk.CreateFault) = (100, n => (n == 1 ? Lost : null, true));
        await _rig.RunAsync();
        Assert.Equal(
            ["1 outcome_unknown", "2 conflict"],
            (await _rig.OpenErrorsAsync()).Select(e => $"{e.TraceKey} {e.Code}").Order(StringComparer.Ordinal));
        Assert.Equal(2, _desk.Creates);
        _desk.Rows.ForEach(r => r.Hidden = 0);
        await _rig.RetryAsync();
        Assert.Equal((0, 2), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_was_refused_or_never_left_does_not_stand_in_the_way_of_the_next(bool isRefused)
    {
        Give("a", "a");
        _desk.CreateFault = n => n > 1 ? (null, true)
            : isRefused ? (Refused, false) : throw new Engine.Governor.ConnectionGoneException(new ConnectionId("conn_1"));
        await _rig.RunAsync();
        Assert.Equal("1", Assert.Single(await _rig.OpenErrorsAsync()).TraceKey);
        Assert.Equal(["2"], _desk.Texts);
    }

    [Theory]
    [InlineData(RepeatRule.Never)]
    [InlineData(RepeatRule.Always)]
    public async Task A_kill_after_the_create_makes_no_second_one(RepeatRule repeat)
    {
        _rig.Repeat = repeat;
        Give("a", "b");
        using var kill = new CancellationTokenSource();
        _desk.CreateFault = n =>
        {
            if (n == 1)
            {
                kill.Cancel();
            }

            return (n == 1 ? Lost : null, true);
        };
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.LiveAsync(run, kill.Token));
        await _rig.LiveAsync((await _rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Equal((0, 2, 2), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates, _desk.Rows.Count));
    }

    [Fact]
    public async Task Many_that_are_looked_for_in_one_list_cost_one_look()
    {
        _rig.Level = 4;
        Give([.. Enumerable.Range(0, 100).Select(i => $"k{i}")]);
        _desk.GivesAll = true;
        await _rig.RunAsync();
        Assert.Equal((100, 1), (_desk.Creates, _desk.Looks));

        // What is there is asked for: somebody may have deleted it a moment ago.
        await _rig.RunAsync();
        Assert.Equal((100, 101), (_desk.Creates, _desk.Looks));
    }

    private Engine.Runs.Steps.SendPlan Write() => _rig.Send("write") with { Adaptor = _desk, Call = _desk.Import(first: true) };

    /// <summary>Records with these keys; ids and texts are their numbers.</summary>
    private void Give(params string[] keys)
    {
        _rig.Application.Rows.AddRange(keys.Index().Select(k => $$"""{"id":{{k.Index + 1}},"key":"{{k.Item}}","text":"{{k.Index + 1}}"}"""));
        _rig.Steps = [Write()];
    }
}
