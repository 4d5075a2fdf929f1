using Weir.Engine.Governor;
using Weir.Model;
using static Weir.Tests.Governor.GovernorRig;

namespace Weir.Tests.Governor;

public sealed class GovernorTests
{
    private static readonly Fault Down =
        new() { Kind = FaultKind.Transient, Code = ErrorCodes.Unreachable, Message = "Refused." };

    [Fact]
    public async Task A_pool_never_gives_more_permits_than_its_level()
    {
        using var rig = await OpenAsync(Member("a", level: 4));
        Assert.Equal(4, rig.Take("a", 9).Count);
        Assert.Equal((4, 5), (rig.Traffic("a").InFlight, rig.Traffic("a").Waiting));
    }

    [Fact]
    public async Task Slots_of_several_connections_add_up_and_a_shared_pool_counts_once()
    {
        using var rig = await OpenAsync(Member("a", level: 4), Member("b", borrowsFrom: "a"), Member("c", level: 7));
        Assert.Equal(11, rig.Governor.SlotsOf([Id("a"), Id("b"), Id("c")]));
        Assert.Equal(5, rig.Governor.SlotsOf([Id("b"), Id("gone")]));
        Assert.Equal(0, rig.Governor.SlotsOf([]));
    }

    [Fact]
    public async Task Where_most_wait_is_busiest_and_what_is_idle_or_a_test_is_not_told()
    {
        using var rig = await OpenAsync(Member("a", level: 4), Member("b", level: 2), Member("c", level: 4), Member("idle"));
        rig.Take("a", 1);
        rig.Take("b", 9);
        rig.Take("c", 3);
        using var guest = rig.Governor.Join(null, Member("x").Budget);
        await rig.Governor.AcquireAsync(guest.Id, "test", urgent: true, CancellationToken.None);
        Assert.Equal([Id("b"), Id("c"), Id("a")], rig.Governor.Busiest(10));
        Assert.Equal([Id("b")], rig.Governor.Busiest(1));
    }

    [Fact]
    public async Task A_permit_given_back_goes_to_the_one_that_waits()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        var first = await rig.Ask("a");
        var second = rig.Ask("a");
        Assert.False(second.IsCompleted);
        rig.Governor.Release(first, null, null);
        await second;
        Assert.Equal(1, rig.Traffic("a").InFlight);
    }

    [Fact]
    public async Task A_test_counts_in_the_pool_and_is_nobody_who_borrows()
    {
        using var rig = await OpenAsync(Member("a", level: 2));
        using (var guest = rig.Governor.Join(Id("a"), Member("x").Budget))
        {
            var permit = await rig.Governor.AcquireAsync(guest.Id, "test", urgent: true, CancellationToken.None);
            Assert.Empty(rig.Traffic("a").Borrowers);
            rig.Governor.Release(permit, null, null);
        }

        Assert.Equal(1, rig.Traffic("a").Requests);
    }

    [Fact]
    public async Task A_permit_given_back_twice_counts_once()
    {
        using var rig = await OpenAsync(Member("a", level: 2));
        var permits = rig.Take("a", 2);
        rig.Governor.Release(permits[0], null, null);
        rig.Governor.Release(permits[0], null, null);
        Assert.Equal(1, rig.Traffic("a").InFlight);
    }

    [Fact]
    public async Task Flows_take_turns_however_many_requests_one_of_them_has()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        var held = await rig.Ask("a", "flow_big");
        List<string> order = [];
        var big = Enumerable.Range(0, 10).Select(_ => Note("flow_big")).ToList();
        var small = Enumerable.Range(0, 3).Select(_ => Note("flow_small")).ToList();
        rig.Governor.Release(held, null, null);
        await Task.WhenAll([.. big, .. small]);
        Assert.Equal(3, order.Take(7).Count(f => f == "flow_small"));

        async Task Note(string flow)
        {
            var permit = await rig.Ask("a", flow);
            lock (order)
            {
                order.Add(flow);
            }

            rig.Governor.Release(permit, null, null);
        }
    }

    [Fact]
    public async Task A_borrower_uses_the_pool_of_the_last_lender()
    {
        using var rig = await OpenAsync(
            Member("a", level: 3), Member("b", level: 9, borrowsFrom: "a"), Member("c", level: 9, borrowsFrom: "b"));
        Assert.Equal(3, rig.Take("a", 1).Count + rig.Take("b", 1).Count + rig.Take("c", 5).Count);
        Assert.Equal(Id("a"), rig.Traffic("c").Pool);
    }

    [Fact]
    public async Task A_test_goes_before_flows()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        var held = await rig.Ask("a");
        var flow = rig.Ask("a");
        var test = rig.Ask("a", "test", urgent: true);
        rig.Governor.Release(held, null, null);
        await test;
        Assert.False(flow.IsCompleted);
    }

    [Fact]
    public async Task A_level_that_is_lowered_counts_at_once_and_cuts_nothing_off()
    {
        using var rig = await OpenAsync(Member("a", level: 4));
        var permits = rig.Take("a", 4);
        var waiting = rig.Ask("a");
        rig.Governor.Configure([Member("a", level: 2)]);
        rig.Governor.Release(permits[0], null, null);
        rig.Governor.Release(permits[1], null, null);
        Assert.False(waiting.IsCompleted);
        rig.Governor.Release(permits[2], null, null);
        await waiting;
        Assert.Equal(2, rig.Traffic("a").InFlight);
    }

    [Fact]
    public async Task A_level_that_is_raised_lets_those_go_that_wait()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        rig.Take("a", 1);
        var waiting = rig.Ask("a");
        rig.Governor.Configure([Member("a", level: 2)]);
        await waiting;
    }

    [Fact]
    public async Task A_connection_that_begins_to_borrow_brings_its_requests_along()
    {
        using var rig = await OpenAsync(Member("a", level: 3), Member("b", level: 3));
        var own = rig.Take("b", 3);
        rig.Take("a", 1);
        rig.Governor.Configure([Member("a", level: 3), Member("b", level: 3, borrowsFrom: "a")]);
        Assert.Equal(4, rig.Traffic("a").InFlight);
        Assert.Empty(rig.Take("a", 1));
        own.ForEach(p => rig.Governor.Release(p, null, null));
        Assert.Equal(2, rig.Traffic("a").InFlight);
    }

    [Fact]
    public async Task A_request_that_gives_up_waiting_takes_no_permit()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        var held = await rig.Ask("a");
        using var cancel = new CancellationTokenSource();
        var gone = rig.Ask("a", cancel: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        rig.Governor.Release(held, null, null);
        Assert.Equal((0, 0), (rig.Traffic("a").InFlight, rig.Traffic("a").Waiting));
    }

    [Fact]
    public async Task Who_waits_for_a_deleted_connection_is_told()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        rig.Take("a", 1);
        var waiting = rig.Ask("a");
        rig.Governor.Configure([]);
        await Assert.ThrowsAsync<ConnectionGoneException>(() => waiting);
    }

    [Fact]
    public async Task A_full_bucket_makes_requests_wait_until_it_has_leaked()
    {
        using var rig = await OpenAsync(Member("a", level: 25, requests: 4, perSeconds: 8));
        rig.Take("a", 4).ForEach(p => rig.Governor.Release(p, null, null));
        var waiting = rig.Ask("a");
        rig.Clock.AdvanceSeconds(1.9);
        Assert.False(waiting.IsCompleted);
        rig.Clock.AdvanceSeconds(0.2);
        await waiting;
    }

    [Fact]
    public async Task A_bucket_is_shared_by_all_connections_to_the_account()
    {
        using var rig = await OpenAsync(
            Member("a", requests: 4, account: "x"), Member("b", requests: 4, account: "x"));
        Assert.Equal(4, rig.Take("a", 3).Count + rig.Take("b", 3).Count);
    }

    [Fact]
    public async Task The_header_of_an_answer_is_believed_when_it_tells_of_more_requests_than_ours()
    {
        using var rig = await OpenAsync(Member("a", requests: 40));
        rig.Governor.Release(await rig.Ask("a"), new Engine.Calls.RateSignal(39, 40), null);
        Assert.Single(rig.Take("a", 3));
    }

    [Fact]
    public async Task After_a_restart_an_account_begins_full_and_believes_the_first_header()
    {
        PoolMember[] members = [Member("a", level: 25, requests: 40)];
        using var rig = await OpenAsync(members);
        await rig.RestartAsync(members);
        var first = rig.Ask("a");
        Assert.False(first.IsCompleted);
        rig.Clock.AdvanceSeconds(0.6);
        rig.Governor.Release(await first, new Engine.Calls.RateSignal(1, 40), null);
        Assert.Equal(25, rig.Take("a", 30).Count);
    }

    [Fact]
    public async Task A_pause_is_durable_before_anything_else_is_sent_and_outlives_a_restart()
    {
        PoolMember[] members = [Member("a")];
        using var rig = await OpenAsync(members);
        rig.Governor.Release(await rig.Ask("a"), null, null);
        await rig.FailAsync("a", ToldToWait(30));
        Assert.Empty(rig.Take("a", 1));
        await rig.RestartAsync(members);
        var waiting = rig.Ask("a");
        rig.Clock.AdvanceSeconds(29);
        Assert.False(waiting.IsCompleted);
        rig.Clock.AdvanceSeconds(1.1);
        await waiting;
    }

    [Fact]
    public async Task After_a_rate_limit_answer_half_as_many_go_and_one_more_each_calm_second()
    {
        using var rig = await OpenAsync(Member("a", level: 8));
        var permits = rig.Take("a", 8);
        permits.ForEach(p => rig.Governor.Release(p, null, null));
        var held = rig.Take("a", 8);
        foreach (var permit in held)
        {
            await rig.TellAsync(permit, ToldToWait(1));
        }

        rig.Clock.AdvanceSeconds(1.001);
        Assert.Equal(4, rig.Take("a", 8).Count);
        rig.Clock.AdvanceSeconds(2.1);
        Assert.Equal(6, rig.Traffic("a").InFlight);
    }

    [Fact]
    public async Task Twenty_failures_in_a_row_take_a_connection_offline_and_a_success_brings_it_back()
    {
        using var rig = await OpenAsync(Member("a"));
        for (var i = 1; i < Engine.Governor.Member.FailuresInARowMax; i++)
        {
            Assert.False((await rig.FailAsync("a", Down)).IsOffline);
        }

        Assert.True((await rig.FailAsync("a", Down)).IsOffline);
        var waiting = rig.Ask("a");
        Assert.False(waiting.IsCompleted);
        rig.Pass("a");
        await waiting;
    }

    [Fact]
    public async Task Told_to_wait_counts_before_the_next_request_that_waits_gets_its_permit()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        var first = await rig.Ask("a");
        var next = rig.Ask("a");
        await rig.TellAsync(first, ToldToWait(3600));
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task Answers_to_one_burst_are_one_event_for_the_working_level()
    {
        using var rig = await OpenAsync(Member("a", level: 8));
        foreach (var permit in rig.Take("a", 8))
        {
            await rig.TellAsync(permit, ToldToWait(1));
        }

        rig.Clock.AdvanceSeconds(1.001);
        Assert.Equal(4, rig.Take("a", 8).Count);
    }

    [Fact]
    public async Task An_answer_to_what_was_sent_before_a_connection_went_offline_does_not_bring_it_back()
    {
        using var rig = await OpenAsync(Member("a", level: 2));
        var straggler = await rig.Ask("a");
        await rig.FailAsync("a", new Fault { Kind = FaultKind.Unauthorized, Code = "unauthorized", Message = "No." });
        rig.Governor.Release(straggler, null, null);
        Assert.NotNull(rig.Governor.BlockageOf(Id("a")));
    }

    [Fact]
    public async Task A_connection_that_was_told_to_be_offline_before_its_status_was_stored_stays_offline()
    {
        using var rig = await OpenAsync(Member("a"));
        await rig.FailAsync("a", new Fault { Kind = FaultKind.Unauthorized, Code = "unauthorized", Message = "No." });
        rig.Governor.Configure([Member("a"), Member("b")]);
        Assert.NotNull(rig.Governor.BlockageOf(Id("a")));
    }

    [Fact]
    public async Task Who_moves_to_a_paused_account_goes_on_when_its_pause_ends()
    {
        using var rig = await OpenAsync(Member("a", level: 1), Member("b"));
        await rig.FailAsync("b", ToldToWait(10));
        var held = await rig.Ask("a");
        var waiting = rig.Ask("a");
        rig.Governor.Configure([Member("a", level: 1, account: "b"), Member("b")]);
        rig.Governor.Release(held, null, null);
        Assert.False(waiting.IsCompleted);
        rig.Clock.AdvanceSeconds(10.1);
        await waiting;
    }

    [Fact]
    public async Task A_body_under_test_does_not_change_the_limit_of_its_account()
    {
        using var rig = await OpenAsync(Member("a", level: 25, requests: 4, account: "x"));
        using (rig.Governor.Join(null, Member("y", account: "x").Budget))
        {
            Assert.Equal(4, rig.Take("a", 9).Count);
        }
    }

    [Fact]
    public async Task The_strictest_limit_of_an_accounts_connections_counts_for_all()
    {
        using var rig = await OpenAsync(
            Member("a", level: 25, requests: 9, account: "x"), Member("b", level: 25, requests: 3, account: "x"));
        Assert.Equal(3, rig.Take("a", 20).Count);
    }

    [Fact]
    public async Task A_body_under_test_counts_in_the_pool_of_its_lender()
    {
        using var rig = await OpenAsync(Member("a", level: 1));
        rig.Take("a", 1);
        using var guest = rig.Governor.Join(Id("a"), Member("x").Budget);
        var test = rig.Governor.AcquireAsync(guest.Id, "test", urgent: true, CancellationToken.None);
        Assert.False(test.IsCompleted);
        Assert.Equal(1, rig.Traffic("a").InFlight);
    }
}
