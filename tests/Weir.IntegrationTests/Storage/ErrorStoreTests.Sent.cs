using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

/// <summary>Errors of records that may have been sent.</summary>
public abstract partial class ErrorStoreTests
{
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
