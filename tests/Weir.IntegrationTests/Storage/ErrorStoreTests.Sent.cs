using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

/// <summary>Errors of records that may have been sent.</summary>
public abstract partial class ErrorStoreTests
{
    [Fact]
    public async Task Open_errors_say_which_records_must_not_be_read_anew()
    {
        var (run, now) = (await StoredRunAsync(Flow), await StoredRunAsync(Flow, RunTrigger.Retry));
        NewError Of(Run of, string traceKey, string step, bool sent, string source = "rows") =>
            Failure(of, traceKey) is var f ? f with { Error = f.Error with { Source = source, Step = step, SentAt = sent ? At(1) : null } } : null!;
        await CommitAsync(new RunCommit
        {
            Run = run,
            Errors =
            [
                Of(run, "sent", "write", true), Of(run, "refused", "write", false), Of(run, "behind", "mark", false),
                Of(run, "before", "find", true), Of(run, "others", "write", true, "more"),
            ],
        });
        await CommitAsync(new RunCommit { Run = now, Errors = [Of(now, "own", "write", true)] });
        string[] keys = ["sent", "refused", "behind", "before", "others", "own", "none"];
        var query = new StandingQuery(Flow, "rows", ["mark", "more"], ["write"], now.Id);

        Assert.Equal(["behind", "sent"], (await Stores.Errors.StandingAsync(query, keys, None)).Order());
        Assert.Equal(["sent"], await Stores.Errors.StandingAsync(query, ["sent", "none"], None));
        Assert.Empty(await Stores.Errors.StandingAsync(query, [], None));
        await Stores.Errors.ResolveAsync(new() { Step = "write" }, now.Id, At(9), None);
        Assert.Equal(["behind"], await Stores.Errors.StandingAsync(query, keys, None));
    }

    [Fact]
    public async Task What_went_on_when_it_failed_has_gone_on_however_its_retry_fails_and_is_not_read_anew()
    {
        var (first, retry, later) = (await StoredRunAsync(Flow), await StoredRunAsync(Flow, RunTrigger.Retry), await StoredRunAsync(Flow, RunTrigger.Retry));
        NewError Of(Run of, bool wentOn) =>
            Failure(of, "gone") is var f ? f with { Error = f.Error with { Source = "rows", Step = "find", WentOn = wentOn } } : null!;
        await CommitAsync(new RunCommit { Run = first, Errors = [Of(first, wentOn: true)] });
        var error = Assert.Single(await ListAsync(new()));
        Assert.True(error.WentOn);
        Assert.Equal(["gone"], await Stores.Errors.StandingAsync(new StandingQuery(Flow, "rows", [], [], later.Id), ["gone"], None));

        await Stores.Errors.ClaimAsync(new(), retry.Id, None);
        await CommitAsync(new RunCommit { Run = retry, Errors = [Of(retry, wentOn: false) with { Retried = error.Id }] });
        Assert.True((await Stores.Errors.FindAsync(error.Id, None))!.WentOn);

        // The record of a later run is another one, which has not gone on.
        await CommitAsync(new RunCommit { Run = later, Errors = [Of(later, wentOn: false)] });
        Assert.False((await Stores.Errors.FindAsync(error.Id, None))!.WentOn);
    }

    [Fact]
    public async Task What_may_have_been_sent_once_may_have_been_sent_however_it_fails_later()
    {
        var (first, second, third) = (await StoredRunAsync(Flow), await StoredRunAsync(Flow, RunTrigger.Retry), await StoredRunAsync(Flow, RunTrigger.Retry));
        await CommitAsync(new RunCommit { Run = first, Errors = [Failure(first, "never")] });
        var never = Assert.Single(await ListAsync(new()));
        Assert.Null(never.SentAt);
        await CommitAsync(new RunCommit { Run = second, Errors = [Sent(second, 5)] });
        await CommitAsync(new RunCommit { Run = third, Errors = [Failure(third, "never")] });
        Assert.Equal((At(5), 3), (await Stores.Errors.FindAsync(never.Id, None)) is { } again ? (again.SentAt, again.Attempts) : default);

        await Stores.Errors.ClaimAsync(new(), second.Id, None);
        await CommitAsync(new RunCommit { Run = second, Errors = [Sent(second, 9) with { Retried = never.Id }] });
        Assert.Equal(At(5), (await Stores.Errors.FindAsync(never.Id, None))!.SentAt);

        NewError Sent(Run run, int second) =>
            Failure(run, "never") is var failure ? failure with { Error = failure.Error with { SentAt = At(second) } } : null!;
    }
}
