using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Expressions.Templates;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>Records of a page that get the same change leave as one job, and come to the same outcome as alone.</summary>
public sealed class JobTests : IDisposable
{
    private static readonly Fault Lost = new() { Kind = FaultKind.Unknown, Code = ErrorCodes.Timeout, Message = "No answer came." };

    private readonly ManualClock _clock = new();
    private readonly RunRig _rig;
    private FakeJobs _jobs = new();

    public JobTests() => _rig = new RunRig(rows: 0, time: _clock);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_page_with_one_change_leaves_as_one_job_and_each_record_is_looked_at()
    {
        Give(100, _ => "closed");
        var run = await RunAsync();
        Assert.Equal(["start", "ask", "check"], _jobs.Requests);
        Assert.Equal((100L, 100L, 3L), (run.Steps[1].Read, run.Steps[1].Success, run.Steps[1].Requests));
        Assert.All(Enumerable.Range(1, 100), id => Assert.Equal("closed", _jobs.Values[$"{id}"]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(501, 5)]
    [InlineData(10_000, 100)]
    public async Task However_many_there_are_each_is_changed_and_counted_once(int rows, int jobs)
    {
        Give(rows, _ => "closed");
        var run = await RunAsync();
        Assert.Equal(((long)rows, (long)rows, jobs), (run.Steps[1].Read, run.Steps[1].Success, _jobs.Jobs.Count));
        Assert.Equal(rows, _jobs.Values.Count);
        Assert.Equal(rows, _jobs.Jobs.Sum(j => j.Count) + _jobs.CountOf("alone"));
    }

    [Fact]
    public async Task Each_change_has_a_job_of_its_own_and_few_records_leave_alone()
    {
        Give(30, id => id <= 12 ? "closed" : id <= 25 ? "open" : "late");
        await RunAsync();
        Assert.Equal([12, 13], _jobs.Jobs.Select(j => j.Count).Order());
        Assert.Equal(5, _jobs.CountOf("alone"));
        Assert.Equal(("closed", "open", "late"), (_jobs.Values["1"], _jobs.Values["13"], _jobs.Values["30"]));
    }

    [Fact]
    public async Task A_job_takes_no_more_than_the_application_says_and_none_twice()
    {
        _jobs = new FakeJobs { Max = 20 };
        Give(50, _ => "closed");
        _rig.Application.Rows.Add("""{"id":1,"to":"closed"}""");
        await RunAsync();
        Assert.Equal([10, 20, 20], _jobs.Jobs.Select(j => j.Count).Order());
        Assert.Equal(50, _jobs.Jobs.SelectMany(j => j).Distinct().Count());
        Assert.Equal(1, _jobs.CountOf("alone"));
    }

    [Fact]
    public async Task A_record_that_comes_twice_in_a_page_ends_as_its_last_change_says()
    {
        Give(40, id => id <= 20 ? "closed" : "open");
        _rig.Application.Rows[20] = """{"id":1,"to":"open"}""";
        _rig.Application.Rows[39] = """{"id":21,"to":"closed"}""";
        _rig.Application.Rows[21] = """{"id":21,"to":"open"}""";
        var run = await RunAsync();
        Assert.Equal(("open", "closed", 40L), (_jobs.Values["1"], _jobs.Values["21"], run.Steps[1].Success));
        Assert.Equal("17 19 4", $"{string.Join(' ', _jobs.Jobs.Select(j => j.Count).Order())} {_jobs.CountOf("alone")}");
    }

    [Fact]
    public async Task What_a_job_has_not_done_is_sent_record_by_record()
    {
        Give(30, _ => "closed");
        _jobs.Skipped.UnionWith(["3", "17"]);
        var run = await RunAsync();
        Assert.Equal((30L, 2), (run.Steps[1].Success, _jobs.CountOf("alone")));
        Assert.Equal(30, _jobs.Values.Count);
    }

    [Theory]
    [InlineData("start", 30)]
    [InlineData("ask", 0)]
    [InlineData("check", 30)]
    public async Task Whichever_request_of_a_job_fails_each_record_comes_to_its_outcome(string kind, int alone)
    {
        Give(30, _ => "closed");
        _jobs.Fails = k => k == kind ? (Refused(422), true) : (null, true);
        var run = await RunAsync();
        Assert.Equal((30L, 30L, alone), (run.Steps[1].Read, run.Steps[1].Success, _jobs.CountOf("alone")));
        Assert.Empty(await _rig.OpenErrorsAsync());
    }

    [Fact]
    public async Task A_connection_that_may_not_use_jobs_is_asked_once_in_a_run()
    {
        _rig.Application.PageSize = 20;
        Give(200, _ => "closed");
        _jobs.Fails = kind => kind == "start" ? (Refused(403), false) : (null, true);
        _rig.Level = 2;
        await RunAsync();
        Assert.InRange(_jobs.CountOf("start"), 1, 4);
        Assert.Equal(200, _jobs.CountOf("alone"));
    }

    [Fact]
    public async Task A_job_that_does_not_end_is_cancelled_and_its_records_are_sent_alone()
    {
        Give(20, _ => "closed");
        _jobs.Slow = int.MaxValue;
        _jobs.Skipped.UnionWith(Enumerable.Range(1, 20).Select(id => $"{id}"));
        var run = await RunAsync();
        Assert.Equal((20L, 1, 20), (run.Steps[1].Success, _jobs.CountOf("cancel"), _jobs.CountOf("alone")));
        Assert.InRange(_clock.GetUtcNow() - run.StartedAt, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12));
    }

    [Theory]
    [InlineData(4, 20)]
    [InlineData(int.MaxValue, 0)]
    public async Task Beside_a_job_that_was_cancelled_and_has_not_ended_yet_nothing_is_sent(int slow, int alone)
    {
        Give(20, _ => "closed");
        (_jobs.Slow, _jobs.SlowToCancel) = (int.MaxValue, slow);
        _jobs.Skipped.UnionWith(Enumerable.Range(1, 20).Select(id => $"{id}"));
        await RunAsync();
        Assert.Equal(
            (1, alone, 20 - alone), (_jobs.CountOf("cancel"), _jobs.CountOf("alone"), (await _rig.OpenErrorsAsync()).Count(e => e.Code == ErrorCodes.Timeout)));
        Assert.True(alone == 0 || _jobs.Requests.IndexOf("alone") > _jobs.Requests.LastIndexOf("ask"));
        Assert.Empty(_rig.JobWaits());
    }

    [Fact]
    public async Task Where_jobs_do_not_end_no_more_are_begun_in_the_run()
    {
        _rig.Application.PageSize = 20;
        Give(400, _ => "closed");
        _jobs = new FakeJobs { Max = 10, Slow = int.MaxValue };
        _jobs.Fails = kind => kind == "cancel" ? (null, false) : (null, true);
        _jobs.Skipped.UnionWith(Enumerable.Range(1, 400).Select(id => $"{id}"));
        _rig.Level = 2;
        var run = await RunAsync();
        Assert.InRange(_jobs.Jobs.Count, 1, 8);
        Assert.InRange(_clock.GetUtcNow() - run.StartedAt, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(25));
        Assert.Equal(400L, run.Steps[1].Success + run.Steps[1].Error);
    }

    [Fact]
    public async Task What_a_job_that_cannot_be_cancelled_may_still_do_is_an_error_and_is_not_sent_beside_it()
    {
        Give(20, _ => "closed");
        (_jobs.Slow, _jobs.CanCancel) = (int.MaxValue, false);
        _jobs.Skipped.Add("7");
        var run = await RunAsync();
        var error = Assert.Single(await _rig.OpenErrorsAsync());
        Assert.Equal((19L, ErrorCodes.Timeout, "7", 0), (run.Steps[1].Success, error.Code, error.TraceKey, _jobs.CountOf("alone")));
        Assert.Contains("job 7", error.Message);
    }

    [Fact]
    public async Task A_record_that_cannot_be_mapped_is_its_own_error_and_the_job_goes_without_it()
    {
        Give(20, id => id == 5 ? "" : "closed");
        _rig.Application.Rows.Add("""{"id":21}""");
        var run = await RunAsync();
        Assert.Equal((ErrorCodes.Mapping, "5"), ((await _rig.OpenErrorsAsync()).Single().Code, (await _rig.OpenErrorsAsync()).Single().TraceKey));
        Assert.Equal((20L, 19, 1), (run.Steps[1].Success, Assert.Single(_jobs.Jobs).Count, _jobs.CountOf("alone")));
    }

    [Fact]
    public async Task Where_the_answer_is_kept_or_an_order_is_each_record_leaves_alone()
    {
        Give(20, _ => "closed");
        await RunAsync(plan => plan with { Into = ["answer"] });
        await RunAsync(plan => plan with { OrderKey = Template.Parse("{{id}}") });
        await RunAsync(plan => plan with { Repeat = RepeatRule.Never });
        _rig.Level = 1;
        await RunAsync();
        Assert.Equal((0, 80), (_jobs.Jobs.Count, _jobs.CountOf("alone")));
    }

    [Fact]
    public async Task After_a_kill_in_a_job_every_record_is_changed_and_counted_once()
    {
        Give(60, _ => "closed");
        var run = await _rig.NewAsync(RunTrigger.Manual);
        foreach (var at in (string[])["start", "ask", "check"])
        {
            using var kill = new CancellationTokenSource();
            _jobs.UnderWay = kind => kind == at ? kill.CancelAsync() : Task.CompletedTask;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LiveAsync(run, kill.Token));
            run = (await _rig.Store.FindAsync(run.Id, default))!;
        }

        _jobs.UnderWay = _ => Task.CompletedTask;
        var done = await LiveAsync(run, default);
        Assert.Equal((60L, 60L), (done.Steps[1].Read, done.Steps[1].Success));
        Assert.Equal(60, _jobs.Values.Count);
    }

    [Fact]
    public async Task Where_there_is_no_other_way_than_a_job_even_one_record_has_one_and_none_is_repeated()
    {
        Only();
        Give(1, _ => "macro");
        await RunAsync();
        _jobs.Fails = kind => kind == "start" ? (Lost, true) : (null, true);
        Give(30, _ => "macro");
        await RunAsync();
        Assert.Equal([1, 30], _jobs.Jobs.Select(j => j.Count));
        Assert.All(await _rig.OpenErrorsAsync(), e => Assert.Equal(ErrorCodes.OutcomeUnknown, e.Code));
        Assert.Equal((30, 0), ((await _rig.OpenErrorsAsync()).Count, _jobs.CountOf("alone")));
    }

    [Theory]
    [InlineData(JobState.Failed, "It was too much.")]
    [InlineData(JobState.Running, "job 7")]
    public async Task A_job_that_is_not_seen_to_end_well_leaves_its_records_in_doubt(JobState ends, string says)
    {
        Only();
        Give(30, _ => "macro");
        (_jobs.Ends, _jobs.Slow) = (ends, ends == JobState.Running ? int.MaxValue : 1);
        await RunAsync();
        var errors = await _rig.OpenErrorsAsync();
        Assert.Equal(30, errors.Count);
        Assert.All(errors, e => Assert.True(e.Code == ErrorCodes.OutcomeUnknown && e.Message.Contains(says, StringComparison.Ordinal), e.Message));
    }

    [Theory]
    [InlineData(JobState.Done, 0)]
    [InlineData(JobState.Failed, 6)]
    public async Task In_an_order_a_record_has_passed_when_its_job_has_ended_well_and_the_next_one_begins_then(JobState ends, int errors)
    {
        Only();
        _rig.Application.PageSize = 3;
        Give(6, id => $"macro {id}");
        (_jobs.Ends, _jobs.Slow) = (ends, 2);
        var run = await RunAsync(plan => plan with { OrderKey = Template.Parse("all") });
        Assert.Equal((6L - errors, 0), (run.Steps[1].Success, _jobs.CountOf("alone")));
        Assert.Equal(
            [.. Enumerable.Repeat(ErrorCodes.Blocked, Math.Max(0, errors - 1)), .. errors == 0 ? Array.Empty<string>() : [ErrorCodes.OutcomeUnknown]],
            (await _rig.OpenErrorsAsync()).Select(e => e.Code).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, errors == 0 ? 6 : 1).Select(id => $"{id}"), _jobs.Jobs.Select(Assert.Single));
        Assert.DoesNotContain(_jobs.Requests.Zip(_jobs.Requests.Skip(1)), r => r is ("start", "start"));
    }

    [Fact]
    public async Task A_record_that_is_not_there_is_known_not_to_have_been_done()
    {
        Only();
        Give(30, _ => "macro");
        _jobs.Skipped.Add("4");
        var run = await RunAsync();
        Assert.Equal((29L, ErrorCodes.NotFound), (run.Steps[1].Success, Assert.Single(await _rig.OpenErrorsAsync()).Code));
    }

    [Fact]
    public async Task A_record_that_the_list_shows_late_was_done()
    {
        Only();
        Give(30, _ => "macro");
        _jobs.UnderWay = kind => Task.FromResult(
            kind == "ask" ? _jobs.Skipped.Add("4") : _jobs.CountOf("check") == 2 && _jobs.Skipped.Remove("4"));
        var run = await RunAsync();
        Assert.Equal((30L, 1, 3), (run.Steps[1].Success, _jobs.CountOf("start"), _jobs.CountOf("check")));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("ask")]
    public async Task After_a_kill_a_job_that_must_not_be_repeated_is_not(string at)
    {
        Only();
        Give(30, _ => "macro");
        using var kill = new CancellationTokenSource();
        _jobs.UnderWay = kind => kind == at ? kill.CancelAsync() : Task.CompletedTask;
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LiveAsync(run, kill.Token));
        _jobs.UnderWay = _ => Task.CompletedTask;
        await LiveAsync((await _rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Equal(1, _jobs.CountOf("start"));
        Assert.All(await _rig.OpenErrorsAsync(), e => Assert.Equal(ErrorCodes.OutcomeUnknown, e.Code));
        Assert.All(await _rig.OpenErrorsAsync(), e => Assert.Equal(at == "ask", e.Message.Contains("job 7", StringComparison.Ordinal)));
        Assert.Equal(30, (await _rig.OpenErrorsAsync()).Count);
    }

    [Theory]
    [InlineData("start", 0)]
    [InlineData("ask", 20)]
    [InlineData("cancel", 20)]
    public async Task Where_the_connection_goes_with_a_job_under_way_the_run_ends_and_nothing_is_lost(string kind, int errors)
    {
        Give(20, _ => "closed");
        _jobs.Skipped.UnionWith(Enumerable.Range(1, 20).Select(id => $"{id}"));
        _jobs.Slow = kind == "cancel" ? int.MaxValue : 0;
        _jobs.Making = k => _ = kind == k || (kind == "ask" && k is "cancel" or "check")
            ? throw new Engine.Governor.ConnectionGoneException(new ConnectionId("conn_1"))
            : true;
        var run = await RunAsync();
        Assert.Equal((20L, errors), (run.Steps[1].Success + run.Steps[1].Error, (await _rig.OpenErrorsAsync()).Count));
    }

    [Fact]
    public async Task A_run_says_that_it_waits_for_a_job()
    {
        Give(20, _ => "closed");
        IReadOnlyList<RunWait> waits = [];
        _jobs.UnderWay = kind =>
        {
            waits = kind == "ask" ? _rig.JobWaits() : waits;
            return Task.CompletedTask;
        };
        await RunAsync();
        Assert.Equal(new RunWait { Reason = WaitReason.Job, Connection = new ConnectionId("conn_1"), Count = 20 }, Assert.Single(waits));
        Assert.Empty(_rig.JobWaits());
    }

    [Theory]
    [InlineData("start")]
    [InlineData("ask")]
    [InlineData("check")]
    public async Task A_job_that_is_told_to_wait_goes_on_after_that_and_is_begun_once(string kind)
    {
        var later = new Fault
        {
            Kind = FaultKind.Throttled,
            Code = ErrorCodes.RateLimited,
            Message = "Later.",
            HttpStatus = 429,
            RetryAfter = TimeSpan.FromMinutes(20),
        };
        Only();
        Give(30, _ => "macro");
        _jobs.Fails = k => k == kind && _jobs.CountOf(kind) == 1 ? (later, false) : (null, true);
        var run = await RunAsync();
        Assert.Equal((30L, 1), (run.Steps[1].Success, _jobs.Jobs.Count));
        Assert.Equal(2, _jobs.CountOf(kind));
        Assert.Empty(await _rig.OpenErrorsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task No_more_requests_are_under_way_than_the_level_allows(int min)
    {
        _jobs = new FakeJobs { Min = min, Max = 20 };
        _rig.Level = 3;
        Give(400, id => id % 2 == 0 ? "a" : "b");
        _jobs.Skipped.UnionWith(Enumerable.Range(1, 200).Select(id => $"{id}"));
        var (now, most) = (0, 0);
        _jobs.UnderWay = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        };
        var run = await RunAsync();
        Assert.InRange(most, 2, 3);
        Assert.Equal(400L, run.Steps[1].Success + run.Steps[1].Error);
    }

    private static Fault Refused(int status) =>
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = $"No: {status}.", HttpStatus = status };

    private void Give(int rows, Func<int, string> to)
    {
        _rig.Application.Rows.Clear();
        _rig.Application.PageSize = Math.Min(_rig.Application.PageSize == 10 ? 100 : _rig.Application.PageSize, 100);
        _rig.Application.Rows.AddRange(Enumerable.Range(1, rows).Select(id => $$"""{"id":{{id}},"to":"{{to(id)}}"}"""));
    }

    /// <summary>A job is the only way, and none may be begun twice.</summary>
    private void Only()
    {
        _jobs = new FakeJobs { Min = 1 };
        _rig.Repeat = RepeatRule.Never;
    }

    private async Task<Run> RunAsync(Func<SendPlan, SendPlan>? with = null) =>
        await LiveAsync(await _rig.NewAsync(RunTrigger.Manual), default, with);

    /// <summary>One life; time goes on while it waits.</summary>
    private async Task<Run> LiveAsync(Run run, CancellationToken kill, Func<SendPlan, SendPlan>? with = null)
    {
        var plan = _rig.Send("write") with { Adaptor = _jobs, Call = _jobs.Import() };
        _rig.Steps = [with?.Invoke(plan) ?? plan];
        var life = _rig.LiveAsync(run, kill);
        await Wait.UntilAsync(() =>
        {
            _clock.AdvanceSeconds(5);
            return life.IsCompleted;
        });
        return await life;
    }
}
