using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteErrorStoreTests : ErrorStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresErrorStoreTests : ErrorStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryErrorStoreTests : ErrorStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract partial class ErrorStoreTests : StoreTest
{
    private FlowId Flow => field.Value is null ? field = New<FlowId>() : field;

    [Fact]
    public async Task An_error_comes_back_as_the_commit_wrote_it()
    {
        var failure = await FailAsync(await StoredRunAsync(Flow), "42");

        Assert.Equivalent(failure.Error, await Stores.Errors.FindAsync(failure.Error.Id, None), strict: true);
        Assert.Equal(failure.Record, await Stores.Errors.RecordAsync(failure.Error.Id, None));
    }

    [Fact]
    public async Task A_failure_without_a_status_and_then_one_with_it_are_both_kept()
    {
        var run = await StoredRunAsync(Flow);
        var (unknown, refused) = (Failure(run, "1"), Failure(run, "2"));

        await CommitAsync(new RunCommit { Run = run, Errors = [unknown with { Error = unknown.Error with { HttpStatus = null } }] });
        await CommitAsync(new RunCommit { Run = run, Errors = [refused] });

        Assert.Equal([422, null], (await ListAsync(new())).Select(e => e.HttpStatus));
    }

    [Fact]
    public async Task An_error_that_is_not_there_is_null_and_cannot_be_changed()
    {
        var error = Failure(NewRun(Flow), "1").Error;

        Assert.Null(await Stores.Errors.FindAsync(error.Id, None));
        Assert.Null(await Stores.Errors.RecordAsync(error.Id, None));
        Assert.False(await Stores.Errors.SetRecordAsync(error.Id, [1], None));
        Assert.False(await Stores.Errors.UpdateAsync(error, None));
    }

    [Fact]
    public async Task The_same_failure_again_is_the_same_open_error_with_one_attempt_more()
    {
        var first = await FailAsync(await StoredRunAsync(Flow, RunTrigger.Retry), "42");
        await Stores.Errors.UpdateAsync(first.Error with { Assignee = "ada", Tags = ["vip"], Note = "mine" }, None);
        var second = await StoredRunAsync(Flow);
        var again = Failure(second, "42", second: 9) with { Record = [4, 5] };

        await CommitAsync(new RunCommit
        {
            Run = second,
            Errors = [again with { Error = again.Error with { Code = "timeout", Message = "Late", HttpStatus = null } }],
        });

        var error = Assert.Single((await ListAsync(new())));
        Assert.Equivalent(
            first.Error with
            {
                Run = second.Id,
                Code = "timeout",
                Message = "Late",
                HttpStatus = null,
                OccurredAt = At(9),
                Attempts = 2,
                Assignee = "ada",
                Tags = ["vip"],
                Note = "mine",
            },
            error,
            strict: true);
        Assert.Equal([4, 5], await Stores.Errors.RecordAsync(error.Id, None));
    }

    [Theory]
    [InlineData("a zero \0 inside")]
    [InlineData("half of a pair \ud83d")]
    [InlineData("a whole pair \ud83d\ude00")]
    public async Task A_strangers_text_is_kept_whatever_is_in_it(string text)
    {
        var failure = await FailAsync(await StoredRunAsync(Flow, RunTrigger.Retry), text);
        Assert.Equal(failure.Error.Id, Assert.Single(await ListAsync(new() { TraceKey = text })).Id);

        await CommitAsync(new RunCommit { Run = await StoredRunAsync(Flow), Passed = [new PassedRecord(Flow, "tickets", "write", text)] });

        Assert.Equal(0, await Stores.Errors.CountAsync(new() { Open = true }, None));
    }

    [Fact]
    public async Task Another_flow_step_or_key_is_another_error()
    {
        var run = await StoredRunAsync(Flow);
        await FailAsync(run, "42");
        await FailAsync(run, "42", step: "other");
        await FailAsync(run, "43");
        await FailAsync(await StoredRunAsync(New<FlowId>()), "42");

        Assert.Equal(4, await Stores.Errors.CountAsync(new(), None));
    }

    [Fact]
    public async Task Open_errors_are_counted_by_flow_and_most_come_first()
    {
        Assert.Empty(await Stores.Errors.CountOpenAsync(10, null, None));
        var (few, many) = (Flow, New<FlowId>());
        await FailAsync(await StoredRunAsync(few), "1");
        var run = await StoredRunAsync(many);
        await FailAsync(run, "1");
        await FailAsync(run, "2");
        var resolved = await FailAsync(run, "3");
        await Stores.Errors.ResolveAsync(new() { Ids = [resolved.Error.Id] }, New<RunId>(), At(9), None);

        Assert.Equal([new OpenErrors(many, 2), new OpenErrors(few, 1)], await Stores.Errors.CountOpenAsync(10, null, None));
        Assert.Equal([new OpenErrors(many, 2)], await Stores.Errors.CountOpenAsync(1, null, None));
    }

    [Fact]
    public async Task What_failed_is_counted_by_what_it_came_of()
    {
        var run = await StoredRunAsync(Flow);
        var first = await FailAsync(run, "1");
        var last = await FailAsync(run, "2");
        var other = await FailAsync(run, "3", step: "other");
        var resolved = await FailAsync(run, "4");
        await Stores.Errors.ResolveAsync(new() { Ids = [resolved.Error.Id] }, New<RunId>(), At(9), None);

        var open = await Stores.Errors.CausesAsync(new() { Flow = Flow, Open = true }, 10, None);
        var all = await Stores.Errors.CausesAsync(new() { Flow = Flow }, 1, None);

        Assert.Equal(
            [(first.Error.Step, 2L, last.Error.Id), ("other", 1L, other.Error.Id)], open.Select(c => (c.Step, c.Count, c.Sample)));
        Assert.Equal((first.Error.Code, first.Error.HttpStatus), (open[0].Code, open[0].HttpStatus));
        Assert.Equal((first.Error.OccurredAt, last.Error.OccurredAt), (open[0].First, open[0].Last));
        Assert.Equal(3, Assert.Single(all).Count);
        Assert.Empty(await Stores.Errors.CausesAsync(new() { Flow = New<FlowId>() }, 10, None));
    }

    [Fact]
    public async Task Messages_that_differ_only_in_values_are_one_cause_and_found_by_it()
    {
        var run = await StoredRunAsync(Flow);
        foreach (var (key, message) in new[] { ("1", "Order 17 is closed."), ("2", "Order 4711 is closed."), ("3", "email: is taken") })
        {
            var failure = Failure(run, key);
            await CommitAsync(new RunCommit { Run = run, Errors = [failure with { Error = failure.Error with { Message = message } }] });
        }

        var causes = await Stores.Errors.CausesAsync(new() { Flow = Flow, Open = true }, 10, None);
        var closed = await ListAsync(new() { Flow = Flow, Cause = causes[0].Key });
        await Stores.Errors.ResolveAsync(new() { Flow = Flow, Cause = causes[0].Key }, New<RunId>(), At(9), None);

        Assert.Equal([2L, 1L], causes.Select(c => c.Count));
        Assert.Equal(["2", "1"], closed.Select(e => e.TraceKey));
        Assert.Equal("3", Assert.Single(await ListAsync(new() { Flow = Flow, Open = true })).TraceKey);
    }

    [Fact]
    public async Task An_error_that_fails_for_another_reason_again_has_another_cause()
    {
        await FailAsync(await StoredRunAsync(Flow, RunTrigger.Retry), "42");
        var later = await StoredRunAsync(Flow);
        var again = Failure(later, "42");
        again = again with { Error = again.Error with { Message = "Another one." } };
        await CommitAsync(new RunCommit { Run = later, Errors = [again] });

        var cause = Assert.Single(await Stores.Errors.CausesAsync(new() { Flow = Flow }, 10, None));

        Assert.Equal((1L, CauseKey.Of(again.Error)), (cause.Count, cause.Key));
    }

    [Fact]
    public async Task A_failure_after_its_error_was_resolved_is_a_new_error()
    {
        var run = await StoredRunAsync(Flow);
        await FailAsync(run, "42");
        await Stores.Errors.ResolveAsync(new(), New<RunId>(), At(9), None);

        await FailAsync(run, "42");

        Assert.Equal(1, await Stores.Errors.CountAsync(new() { Open = true }, None));
        Assert.Equal(1, await Stores.Errors.CountAsync(new() { Open = false }, None));
    }

    [Fact]
    public async Task A_record_that_passes_resolves_its_open_error_and_no_other()
    {
        var run = await StoredRunAsync(Flow, RunTrigger.Retry);
        var passed = await FailAsync(run, "42");
        var other = await FailAsync(run, "42", step: "other");
        var later = await StoredRunAsync(Flow);

        await CommitAsync(new RunCommit { Run = later, Passed = [new PassedRecord(Flow, "tickets", "write", "42")] });

        Assert.False((await Stores.Errors.FindAsync(passed.Error.Id, None))!.Open);
        Assert.True((await Stores.Errors.FindAsync(other.Error.Id, None))!.Open);
    }

    [Fact]
    public async Task A_failure_beside_a_success_of_the_same_key_in_one_commit_stays_open()
    {
        var run = await StoredRunAsync(Flow);
        var failure = Failure(run, "42");

        await CommitAsync(new RunCommit { Run = run, Passed = [new PassedRecord(Flow, "tickets", "write", "42")], Errors = [failure] });

        Assert.True((await Stores.Errors.FindAsync(failure.Error.Id, None))!.Open);
    }

    [Fact]
    public async Task Errors_come_newest_first_and_each_once_also_when_they_occurred_together()
    {
        var run = await StoredRunAsync(Flow);
        var errors = new List<ErrorId>();
        for (var i = 0; i < 11; i++)
        {
            errors.Add((await FailAsync(run, $"{i}", second: i / 4)).Error.Id);
        }

        errors.Reverse();
        Assert.Equal(errors, (await ListAsync(new())).Select(e => e.Id));
        Assert.Equal(errors, (await ListAsync(new() { Ids = errors })).Select(e => e.Id));
    }

    [Fact]
    public async Task Each_part_of_a_query_asks_for_what_it_says()
    {
        var run = await StoredRunAsync(Flow);
        var odd = await FailAsync(run, "Odd_100%", step: "odd", second: 5);
        var plain = await FailAsync(await StoredRunAsync(New<FlowId>()), "plain", second: 8);
        await Stores.Errors.UpdateAsync(odd.Error with { Assignee = "ada", Tags = ["a", "b\"]"] }, None);
        await Stores.Errors.UpdateAsync(plain.Error with { Tags = ["ab"] }, None);

        await Finds(odd, new() { Flow = Flow });
        await Finds(odd, new() { Ids = [odd.Error.Id] });
        await Finds(odd, new() { Step = "odd" });
        await Finds(odd, new() { Run = run.Id });
        await Finds(odd, new() { TraceKey = "Odd_100%" });
        await Finds(odd, new() { Assignee = "ada" });
        await Finds(odd, new() { Tag = "a" });
        await Finds(odd, new() { Tag = "b\"]" });
        await Finds(odd, new() { Until = At(8) });
        await Finds(plain, new() { Since = At(8) });
        await Finds(odd, new() { Text = "odd_" });
        await Finds(odd, new() { Text = "0% TODAY" });
        await Finds(plain, new() { Text = "No pLain" });
        await Finds(null, new() { Text = "o_d" });
        await Finds(null, new() { Ids = [] });
        await Finds(null, new() { Code = "timeout" });
        await Finds(null, new() { Open = false });
        await Finds(null, new() { Tag = "" });
        Assert.Equal(2, await Stores.Errors.CountAsync(new() { Open = true, Text = "", Code = "rejected" }, None));
    }

    [Fact]
    public async Task Ten_thousand_errors_are_resolved_in_one_go()
    {
        var run = await StoredRunAsync(Flow);
        var failures = Enumerable.Range(0, 10_000).Select(i => Failure(run, $"{i}", i % 2 == 0 ? "even" : "odd")).ToList();
        await CommitAsync(new RunCommit { Run = run, Errors = failures });

        Assert.Equal(5_000, await Stores.Errors.ResolveAsync(new() { Flow = Flow, Step = "odd" }, New<RunId>(), At(9), None));
        Assert.Equal(5_000, await Stores.Errors.ResolveAsync(new() { Flow = Flow }, New<RunId>(), At(9), None));
        Assert.Equal(0, await Stores.Errors.ResolveAsync(new() { Flow = Flow }, New<RunId>(), At(9), None));
    }

    [Fact]
    public async Task Open_errors_are_gone_through_in_order_of_time_and_what_a_run_resolved_is_counted_by_step()
    {
        var run = await StoredRunAsync(Flow);
        var failures = new List<NewError>();
        for (var i = 0; i < 5; i++)
        {
            failures.Add(await FailAsync(run, $"{i}", step: i < 2 ? "early" : "late", second: 5 - (i / 2)));
        }

        var all = failures.Select(f => new OpenError(f.Error.Id, f.Error.Step, f.Error.OccurredAt))
            .OrderBy(e => e.OccurredAt).ThenBy(e => e.Id.Value, StringComparer.Ordinal).ToList();
        Assert.Equal(all, await Stores.Errors.OpenAsync(new() { Flow = Flow }, null, 9, None));
        Assert.Equal(all[..2], await Stores.Errors.OpenAsync(new() { Flow = Flow }, null, 2, None));
        Assert.Equal(all[2..4], await Stores.Errors.OpenAsync(new() { Flow = Flow }, all[1], 2, None));
        Assert.Equal(all[..1], await Stores.Errors.OpenAsync(new() { Ids = [all[0].Id] }, null, 9, None));

        var hand = New<RunId>();
        await Stores.Errors.ResolveAsync(new() { Ids = [.. all[..4].Select(e => e.Id)] }, hand, At(9), None);

        Assert.Equal(all[4..], await Stores.Errors.OpenAsync(new() { Flow = Flow }, null, 9, None));
        var counts = await Stores.Errors.CountResolvedAsync(hand, None);
        Assert.Equal(all[..4].CountBy(e => e.Step).ToDictionary(c => c.Key, c => (long)c.Value), counts);
        Assert.Empty(await Stores.Errors.CountResolvedAsync(New<RunId>(), None));
    }

    [Fact]
    public async Task A_list_of_ids_has_no_bound_and_an_id_counts_once()
    {
        var run = await StoredRunAsync(Flow);
        var failures = Enumerable.Range(0, 1_300).Select(i => Failure(run, $"{i}")).ToList();
        await CommitAsync(new RunCommit { Run = run, Errors = failures });
        var ids = failures.Select(f => f.Error.Id).Append(failures[0].Error.Id).Append(New<ErrorId>()).ToList();

        Assert.Equal(1_300, await Stores.Errors.CountAsync(new() { Ids = ids }, None));
        Assert.Equal(1_300, await Stores.Errors.ResolveAsync(new() { Ids = ids }, New<RunId>(), At(9), None));
    }

    [Fact]
    public async Task A_retry_gets_the_errors_it_claimed_in_the_order_of_their_coming()
    {
        var run = await StoredRunAsync(Flow);
        var failures = new[] { await FailAsync(run, "1"), await FailAsync(run, "2"), await FailAsync(run, "3") };
        await FailAsync(run, "4", step: "other");
        var retry = await StoredRunAsync(Flow, RunTrigger.Retry);

        var claimed = await Stores.Errors.ClaimAsync(new() { Step = "write" }, retry.Id, None);

        Assert.Equal(3, claimed);
        var first = await Stores.Errors.ClaimedAsync(retry.Id, null, 2, None);
        var rest = await Stores.Errors.ClaimedAsync(retry.Id, first[^1].At, 2, None);
        Assert.Equal(failures.Select(f => f.Error.Id), first.Concat(rest).Select(c => c.Error.Id));
        Assert.Equal(failures[0].Record, first[0].Record);
    }

    [Fact]
    public async Task A_blocked_record_is_nobody_elses_error_and_met_again_with_the_same_content_it_is_the_same_one()
    {
        var first = await StoredRunAsync(Flow, second: 1);
        var head = Ordered(first, "42", ErrorCodes.Rejected, "v1");
        await CommitAsync(new RunCommit { Run = first, Errors = [head] });
        await Stores.Runs.UpdateAsync(first with { Status = RunStatus.Completed }, None);
        for (var second = 2; second < 4; second++)
        {
            var later = await StoredRunAsync(Flow, second: second);
            await CommitAsync(new RunCommit
            {
                Run = later,
                Errors = [Ordered(later, "42", ErrorCodes.Blocked, "v1"), Ordered(later, "42", ErrorCodes.Blocked, "v2")],
            });
            await Stores.Runs.UpdateAsync(later with { Status = RunStatus.Completed }, None);
        }

        var errors = (await Stores.Errors.ListAsync(new() { Open = true }, 10, null, None)).Data.OrderBy(e => e.Id.Value).ToList();
        Assert.Equal([(ErrorCodes.Rejected, 3), (ErrorCodes.Blocked, 2)], errors.Select(e => (e.Code, e.Attempts)));
        Assert.Equal(head.Error.Id, errors[0].Id);
    }

    [Fact]
    public async Task The_first_open_error_of_an_order_key_is_found_apart_from_those_given()
    {
        var run = await StoredRunAsync(Flow);
        var (a, b) = (Ordered(run, "1", ErrorCodes.Rejected, "a"), Ordered(run, "2", ErrorCodes.Blocked, "b"));
        await CommitAsync(new RunCommit { Run = run, Errors = [a, b] });

        Assert.Equal(1, await Stores.Errors.FirstOpenAsync(Flow, "key", [], None));
        Assert.Equal(2, await Stores.Errors.FirstOpenAsync(Flow, "key", [a.Error.Id], None));
        Assert.Null(await Stores.Errors.FirstOpenAsync(Flow, "key", [a.Error.Id, b.Error.Id], None));
        Assert.Null(await Stores.Errors.FirstOpenAsync(Flow, "other", [], None));
    }

    [Fact]
    public async Task Blocked_errors_follow_when_what_was_before_them_is_claimed_or_resolved()
    {
        var run = await StoredRunAsync(Flow);
        var head = Ordered(run, "1", ErrorCodes.Rejected, "a");
        await CommitAsync(new RunCommit { Run = run, Errors = [head, Ordered(run, "2", ErrorCodes.Blocked, "b"), Ordered(run, "3", ErrorCodes.Blocked, "c")] });
        var retry = await StoredRunAsync(Flow, RunTrigger.Retry);

        Assert.Equal(0, await Stores.Errors.ClaimFreeAsync(Flow, retry.Id, None));
        await Stores.Errors.ClaimAsync(new() { Ids = [head.Error.Id] }, retry.Id, None);
        Assert.Equal(2, await Stores.Errors.ClaimFreeAsync(Flow, retry.Id, None));
        Assert.Equal(["1", "2", "3"], (await Stores.Errors.ClaimedAsync(retry.Id, null, 10, None)).Select(c => c.Error.TraceKey));

        await Stores.Runs.UpdateAsync(retry with { Status = RunStatus.Completed }, None);
        await Stores.Errors.ResolveAsync(new() { Ids = [head.Error.Id] }, New<RunId>(), At(9), None);
        var follow = await StoredRunAsync(Flow, RunTrigger.Retry);
        Assert.Equal(2, await Stores.Errors.ClaimFreeAsync(Flow, follow.Id, None));
    }

    [Fact]
    public async Task A_record_that_fails_further_on_when_it_is_retried_keeps_its_place()
    {
        var run = await StoredRunAsync(Flow);
        var (early, later) = (await FailAsync(run, "1", step: "lookup"), Ordered(run, "2", ErrorCodes.Rejected, "b"));
        await CommitAsync(new RunCommit { Run = run, Errors = [later] });
        var retry = await StoredRunAsync(Flow, RunTrigger.Retry);
        await Stores.Errors.ClaimAsync(new() { Ids = [early.Error.Id] }, retry.Id, None);
        await CommitAsync(new RunCommit
        {
            Run = retry,
            Passed = [new PassedRecord(Flow, "tickets", "lookup", "1", early.Error.Id)],
            Errors = [Failure(retry, "1") with { Place = 1 }],
        });
        await Stores.Errors.ClaimAsync(new() { Open = true }, retry.Id, None);

        Assert.Equal(["1", "2"], (await Stores.Errors.ClaimedAsync(retry.Id, null, 10, None)).Select(c => c.Error.TraceKey));
    }

    [Fact]
    public async Task A_claimed_error_that_was_tried_is_not_handed_out_again()
    {
        var run = await StoredRunAsync(Flow);
        await FailAsync(run, "passes");
        await FailAsync(run, "fails");
        await FailAsync(run, "waits");
        var retry = await StoredRunAsync(Flow, RunTrigger.Retry);
        await Stores.Errors.ClaimAsync(new(), retry.Id, None);

        await CommitAsync(new RunCommit
        {
            Run = retry,
            Passed = [new PassedRecord(Flow, "tickets", "write", "passes")],
            Errors = [Failure(retry, "fails")],
        });

        var left = Assert.Single(await Stores.Errors.ClaimedAsync(retry.Id, null, 10, None));
        Assert.Equal("waits", left.Error.TraceKey);
    }

    [Fact]
    public async Task A_failure_in_the_flows_own_run_does_not_take_an_error_from_its_retry()
    {
        var run = await StoredRunAsync(Flow);
        await FailAsync(run, "42");
        var retry = await StoredRunAsync(Flow, RunTrigger.Retry);
        await Stores.Errors.ClaimAsync(new(), retry.Id, None);

        await FailAsync(run, "42");

        Assert.Single(await Stores.Errors.ClaimedAsync(retry.Id, null, 10, None));
    }

    [Fact]
    public async Task An_error_belongs_to_one_retry_until_that_is_over()
    {
        await FailAsync(await StoredRunAsync(Flow), "42");
        var first = await StoredRunAsync(Flow, RunTrigger.Retry);
        var second = await StoredRunAsync(Flow, RunTrigger.Retry);
        Assert.Equal(1, await Stores.Errors.ClaimAsync(new(), first.Id, None));

        Assert.Equal(1, await Stores.Errors.ClaimAsync(new(), first.Id, None));
        Assert.Equal(0, await Stores.Errors.ClaimAsync(new(), second.Id, None));
        await Stores.Runs.UpdateAsync(first with { Status = RunStatus.Failed }, None);
        Assert.Equal(1, await Stores.Errors.ClaimAsync(new(), second.Id, None));
    }

    [Fact]
    public async Task An_edited_record_is_the_one_that_is_retried()
    {
        var failure = await FailAsync(await StoredRunAsync(Flow), "42");
        var retry = await StoredRunAsync(Flow, RunTrigger.Retry);

        Assert.True(await Stores.Errors.SetRecordAsync(failure.Error.Id, [8, 8], None));
        await Stores.Errors.ClaimAsync(new(), retry.Id, None);

        Assert.Equal([8, 8], Assert.Single(await Stores.Errors.ClaimedAsync(retry.Id, null, 10, None)).Record);
    }

    [Fact]
    public async Task Tags_are_replaced_as_a_whole()
    {
        var failure = await FailAsync(await StoredRunAsync(Flow), "42");
        await Stores.Errors.UpdateAsync(failure.Error with { Tags = ["b", "a", "b"] }, None);
        Assert.Equal(["b", "a", "b"], (await Stores.Errors.FindAsync(failure.Error.Id, None))!.Tags);

        await Stores.Errors.UpdateAsync(failure.Error with { Tags = ["c"] }, None);

        await Finds(null, new() { Tag = "a" });
        await Finds(failure, new() { Tag = "c" });
    }

    private async Task Finds(NewError? expected, ErrorQuery query)
    {
        var found = await ListAsync(query);
        Assert.Equal(expected is null ? [] : [expected.Error.Id], found.Select(e => e.Id));
        Assert.Equal(found.Count, await Stores.Errors.CountAsync(query, None));
    }

    private Task<IReadOnlyList<RecordError>> ListAsync(ErrorQuery query) =>
        WalkAsync(c => Stores.Errors.ListAsync(query, 3, c, None));

    private NewError Ordered(Run run, string traceKey, string code, string fingerprint)
    {
        var failure = Failure(run, traceKey);
        return failure with { Error = failure.Error with { Code = code }, Orders = ["key"], Fingerprint = fingerprint };
    }
}
