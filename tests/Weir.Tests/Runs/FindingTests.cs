using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>What becomes of creates whose outcome is unknown. // Promise 2</summary>
public sealed class FindingTests : IDisposable
{
    private static readonly Fault Lost = new() { Kind = FaultKind.Unknown, Code = ErrorCodes.Timeout, Message = "No answer came." };
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Forbidden, Message = "You may not look.", HttpStatus = 403 };

    private readonly RunRig _rig = new(rows: 0, level: 1) { Repeat = RepeatRule.Never };
    private readonly FakeDesk _desk = new(TimeProvider.System);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_create_without_an_answer_that_shows_late_is_delivered_once()
    {
        Give("a");
        (_desk.Lag, _desk.CreateFault) = (2, _ => (Lost, true));
        await _rig.RunAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal((1, 1), (_desk.Creates, _desk.Rows.Count));
    }

    [Fact]
    public async Task A_retry_looks_as_often_as_the_first_time_before_it_sends_again()
    {
        Give("a");
        (_desk.Lag, _desk.CreateFault) = (5, _ => (Lost, true));
        await _rig.RunAsync();
        Assert.Equal(ErrorCodes.OutcomeUnknown, (await ErrorAsync()).Code);
        await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal((1, 6), (_desk.Creates, _desk.Looks));
    }

    [Fact]
    public async Task A_retry_that_may_not_look_sends_nothing_and_says_why()
    {
        await UnknownAsync("a", arrives: true);
        _desk.LookFault = _ => Refused;
        await _rig.RetryAsync();
        var error = await ErrorAsync();
        Assert.Equal((ErrorCodes.OutcomeUnknown, 1), (error.Code, _desk.Creates));
        Assert.Contains("You may not look.", error.Message);

        _desk.LookFault = _ => null;
        await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal(1, _desk.Creates);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_befalls_a_look_the_record_may_have_been_sent(bool inTheRun)
    {
        Give("a");
        _desk.CreateFault = _ => (Lost, true);
        _desk.Asking = looks => throw (inTheRun
            ? new EvaluationException(ErrorCodes.Template, "Not for this record.")
            : new Engine.Governor.ConnectionGoneException(new ConnectionId("conn_1")));
        await _rig.RunAsync();
        await _rig.RetryAsync();
        var error = await ErrorAsync();
        Assert.Equal((ErrorCodes.OutcomeUnknown, 1), (error.Code, _desk.Creates));
        _desk.Asking = _ => { };
        await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal(1, _desk.Creates);
    }

    [Fact]
    public async Task Another_failure_on_the_way_does_not_make_a_record_one_that_was_never_sent()
    {
        await UnknownAsync("a", arrives: true);
        var steps = _rig.Steps!;
        _rig.Steps = [_rig.Send("write") with { When = Filter.Parse(JsonElement.Parse("""{"/":[1,{"var":"none"}]}""")) }];
        _rig.Application.StepFault = (_, _) => Refused;
        await _rig.RetryAsync();
        var error = await ErrorAsync();
        Assert.NotEqual(ErrorCodes.OutcomeUnknown, error.Code);
        Assert.NotNull(error.SentAt);

        _rig.Steps = steps;
        await _rig.RetryAsync();
        Assert.Equal((0, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates));
    }

    [Fact]
    public async Task What_was_there_before_is_not_what_was_sent()
    {
        _desk.Rows.Add(new DeskRow(1, "a", TimeProvider.System.GetUtcNow().AddHours(-1)) { Text = "old" });
        await UnknownAsync("a", arrives: false);
        Assert.Single(_desk.Rows);
        await _rig.RetryAsync();
        Assert.Equal(["old", "1"], _desk.Texts);
    }

    [Fact]
    public async Task Several_that_could_be_it_leave_it_unknown()
    {
        Give("a");
        _desk.CreateFault = _ => (Lost, true);
        _desk.Rows.Add(new DeskRow(7, "a", TimeProvider.System.GetUtcNow().AddSeconds(5)));
        await _rig.RunAsync();
        Assert.Equal(ErrorCodes.OutcomeUnknown, (await ErrorAsync()).Code);
        await _rig.RetryAsync();
        Assert.Equal((ErrorCodes.OutcomeUnknown, 1), ((await ErrorAsync()).Code, _desk.Creates));
    }

    [Fact]
    public async Task Of_what_there_can_be_only_one_an_older_one_is_a_conflict()
    {
        _desk.IsUnique = true;
        _desk.Rows.Add(new DeskRow(1, "a", TimeProvider.System.GetUtcNow().AddHours(-1)) { Text = "old" });
        Give("a");
        _desk.CreateFault = _ => (Lost, false);
        await _rig.RunAsync();
        Assert.Equal((ErrorCodes.Conflict, 1), ((await ErrorAsync()).Code, _desk.Creates));
        Assert.Equal(["old"], _desk.Texts);
    }

    [Fact]
    public async Task A_refused_second_one_is_sent_once()
    {
        _desk.IsUnique = true;
        Give("a", "a");
        await _rig.RunAsync();
        Assert.Equal((ErrorCodes.Rejected, 2), ((await ErrorAsync()).Code, _desk.Creates));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_one_record_made_is_not_taken_for_what_another_one_sent(int level)
    {
        _rig.Level = level;
        Give("a", "a", "a");
        _desk.CreateFault = n => n == 2 ? (Lost, false) : (null, true);
        await _rig.RunAsync();
        Assert.Equal((ErrorCodes.OutcomeUnknown, 2), ((await ErrorAsync()).Code, _desk.Rows.Count));
    }

    [Fact]
    public async Task What_was_found_once_is_not_found_for_another_one()
    {
        Give("a", "a");
        _desk.CreateFault = n => (Lost, n == 1);
        await _rig.RunAsync();
        Assert.Equal((ErrorCodes.OutcomeUnknown, "2"), ((await ErrorAsync()).Code, (await ErrorAsync()).TraceKey));
    }

    [Fact]
    public async Task A_second_upsert_changes_what_the_first_one_made_though_the_list_lags()
    {
        Give("a", "a", "b");
        Upserts();
        _desk.Lag = 100;
        await _rig.RunAsync();
        Assert.Equal(["2", "3"], _desk.Texts);
        Assert.Equal(2, _desk.Creates);
    }

    [Fact]
    public async Task What_somebody_deleted_since_is_made_again()
    {
        Give("a", "b", "a");
        Upserts();
        _desk.Looking = look =>
        {
            if (look == 3)
            {
                _desk.Rows.RemoveAll(r => r.Key == "a");
            }
        };
        await _rig.RunAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal(["2", "3"], _desk.Texts.Order());
    }

    [Fact]
    public async Task An_unknown_upsert_that_several_fit_is_a_conflict_and_changes_nothing()
    {
        Give("a");
        Upserts();
        _desk.CreateFault = _ => (Lost, true);
        _desk.Looking = look =>
        {
            if (look == 2)
            {
                _desk.Rows.Add(new DeskRow(9, "a", TimeProvider.System.GetUtcNow()) { Text = "other" });
            }
        };
        await _rig.RunAsync();
        var error = await ErrorAsync();
        Assert.Equal((ErrorCodes.Conflict, 0), (error.Code, _desk.Updates));
        Assert.NotNull(error.SentAt);
    }

    [Fact]
    public async Task A_retried_upsert_looks_as_often_as_the_list_lags()
    {
        Give("a");
        Upserts();
        (_desk.Lag, _desk.CreateFault) = (5, _ => (Lost, true));
        await _rig.RunAsync();
        Assert.Equal(ErrorCodes.OutcomeUnknown, (await ErrorAsync()).Code);
        await _rig.RetryAsync();
        Assert.Equal((0, 1, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates, _desk.Updates));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_looks_leaves_an_error()
    {
        Give("a", "b");
        using var cancel = new CancellationTokenSource();
        _desk.CreateFault = _ => (Lost, true);
        _desk.LookFault = _ => Cancel(cancel);
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.LiveAsync(run, default, cancel.Token));
        var ended = await _rig.EndAsync((await _rig.Store.FindAsync(run.Id, default))!);
        var error = await ErrorAsync();
        Assert.Equal((ErrorCodes.OutcomeUnknown, "1", "write"), (error.Code, error.TraceKey, error.Step));
        Assert.NotNull(error.SentAt);
        Assert.Equal(new StepCounts("write", 1, 0, 1, 0, 0), ended.Steps.Single(s => s.Id == "write") with { Requests = 0 });

        _desk.LookFault = _ => null;
        await _rig.RetryAsync();
        Assert.Equal((0, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_killed_and_ends_before_it_looks_leaves_an_error(bool isFound)
    {
        Give("a");
        using var kill = new CancellationTokenSource();
        if (!isFound)
        {
            _rig.Steps = [_rig.Send("write")];
            _rig.Application.UnderWay = _ => kill.CancelAsync();
        }

        _desk.CreateFault = _ => (Lost, true);
        _desk.LookFault = _ => Cancel(kill);
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.LiveAsync(run, kill.Token));
        await _rig.EndAsync((await _rig.Store.FindAsync(run.Id, default))!);
        Assert.Equal(("outcome_unknown", "1"), ((await ErrorAsync()).Code, (await ErrorAsync()).TraceKey));
        Assert.Contains(await _rig.LogAsync(run), e => e is { TraceKey: "1", Code: "outcome_unknown" });
    }

    [Fact]
    public async Task A_record_that_changed_while_the_server_was_down_leaves_what_was_sent_in_the_errors()
    {
        Give("a");
        using var kill = new CancellationTokenSource();
        _desk.CreateFault = _ => (Lost, true);
        _desk.LookFault = _ => Cancel(kill);
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.LiveAsync(run, kill.Token));
        (_rig.Application.Rows[0], _desk.CreateFault, _desk.LookFault) = ("""{"id":1,"key":"a","text":"changed"}""", _ => (null, true), _ => null);
        run = await _rig.LiveAsync((await _rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Equal(["1", "changed"], _desk.Texts);
        Assert.Equal((ErrorCodes.OutcomeUnknown, "1"), ((await ErrorAsync()).Code, (await ErrorAsync()).TraceKey));
        Assert.Equal((2, 1, 1), (run.Steps[1].Read, run.Steps[1].Success, run.Steps[1].Error));
    }

    [Fact]
    public async Task A_retry_that_is_killed_leaves_each_record_its_own_error()
    {
        _rig.Application.Rows.AddRange(["""{"id":1,"key":"a","text":"one"}""", """{"id":1,"key":"b","text":"two"}"""]);
        _rig.Steps = [_rig.Send("write") with { Adaptor = _desk, Call = _desk.Import() }];
        (_desk.Lag, _desk.CreateFault) = (100, _ => (Lost, false));
        await _rig.RunAsync();
        Assert.Equal(2, (await _rig.OpenErrorsAsync()).Count);
        using var kill = new CancellationTokenSource();
        (_desk.Lag, _desk.CreateFault) = (0, n => n == 4 ? (Cancel(kill), false) : (Lost, false));
        var retry = await _rig.NewAsync(RunTrigger.Retry);
        await _rig.Errors.ClaimAsync(new Engine.Errors.ErrorQuery { Open = true }, retry.Id, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.LiveAsync(retry, kill.Token));
        await _rig.EndAsync((await _rig.Store.FindAsync(retry.Id, default))!);
        Assert.Equal(2, (await _rig.OpenErrorsAsync()).Count);
        _desk.CreateFault = _ => (null, true);
        await _rig.RetryAsync();
        Assert.Equal(["one", "two"], _desk.Texts.Order());
    }

    [Fact]
    public async Task What_arrived_with_an_answer_that_cannot_be_read_is_not_sent_again()
    {
        Give("a");
        _rig.Steps = [_rig.Send("write") with { Adaptor = _desk, Call = _desk.Import(), Into = ["answer"] }];
        _desk.ReadFault = Refused;
        await _rig.RunAsync();
        Assert.NotNull((await ErrorAsync()).SentAt);
        _desk.ReadFault = null;
        await _rig.RetryAsync();
        Assert.Equal((0, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates));
    }

    [Theory]
    [InlineData(FaultKind.Rejected, ErrorCodes.TooLarge)]
    [InlineData(FaultKind.Defect, ErrorCodes.Internal)]
    public async Task What_left_and_had_an_answer_that_could_not_be_taken_may_have_arrived(FaultKind kind, string code)
    {
        Give("a");
        _desk.CreateFault = _ => (new Fault { Kind = kind, Code = code, Message = "The answer could not be taken." }, true);
        await _rig.RunAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal((1, 1), (_desk.Creates, _desk.Rows.Count));

        _rig.Steps = [_rig.Send("write")];
        _rig.Application.SendFault = (_, _) => (new Fault { Kind = kind, Code = code, Message = "The answer could not be taken." }, true);
        await _rig.RunAsync();
        Assert.Equal(ErrorCodes.OutcomeUnknown, (await ErrorAsync()).Code);
    }

    [Fact]
    public async Task What_was_delivered_in_its_third_life_leaves_no_error_of_the_others()
    {
        Give("a");
        _desk.IsUnique = true;
        var run = await _rig.NewAsync(RunTrigger.Manual);
        foreach (var life in (int[])[1, 2])
        {
            using var kill = new CancellationTokenSource();
            _desk.CreateFault = n => n == life ? (Cancel(kill), life == 2) : (null, true);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.LiveAsync(run, kill.Token));
            run = (await _rig.Store.FindAsync(run.Id, default))!;
        }

        await _rig.LiveAsync(run, default);
        Assert.Equal((0, 2, 1), ((await _rig.OpenErrorsAsync()).Count, _desk.Creates, _desk.Rows.Count));
    }

    private static Fault? Cancel(CancellationTokenSource source)
    {
        source.Cancel();
        return Lost;
    }

    /// <summary>Records with these keys; ids and texts are their numbers.</summary>
    private void Give(params string[] keys)
    {
        _rig.Application.Rows.AddRange(keys.Index().Select(k => $$"""{"id":{{k.Index + 1}},"key":"{{k.Item}}","text":"{{k.Index + 1}}"}"""));
        _rig.Steps = [_rig.Send("write") with { Adaptor = _desk, Call = _desk.Import() }];
    }

    private void Upserts() => _rig.Steps = [_rig.Send("write") with { Adaptor = _desk, Call = _desk.Import(updates: true) }];

    /// <summary>A create whose outcome stands as unknown.</summary>
    private async Task UnknownAsync(string key, bool arrives)
    {
        Give(key);
        (_desk.Lag, _desk.CreateFault) = (3, n => n == 1 ? (Lost, arrives) : (null, true));
        await _rig.RunAsync();
        Assert.Equal(ErrorCodes.OutcomeUnknown, (await ErrorAsync()).Code);
        _desk.Lag = 0;
    }

    private async Task<RecordError> ErrorAsync() => Assert.Single(await _rig.OpenErrorsAsync());
}
