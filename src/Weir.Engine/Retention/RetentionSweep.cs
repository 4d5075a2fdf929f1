using Weir.Engine.Dashboard;

namespace Weir.Engine.Retention;

/// <summary>Drops what is kept long enough, a bounded batch after the other.</summary>
public sealed class RetentionSweep(IRetentionStore store, RetentionRules rules, TimeProvider time)
{
    /// <summary>About so many rows in one transaction.</summary>
    public const int RowsMax = 2_000;

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // First, so that what is resolved now is kept as long as what people have resolved.
        await UntilDoneAsync(() => store.ForgetFlowsAsync(now, RowsMax, cancellationToken));
        await UntilDoneAsync(() => store.DropErrorsAsync(now.AddDays(-rules.ErrorDays), RowsMax, cancellationToken));
        await UntilDoneAsync(() => store.DropHoursAsync(now - IHourStore.Kept, RowsMax, cancellationToken));
        await UntilDoneAsync(() => store.DropRunsAsync(now.AddDays(-rules.RunDays), RowsMax, cancellationToken));
    }

    private static async Task UntilDoneAsync(Func<Task<bool>> batch)
    {
        while (await batch())
        {
            await Task.Yield();
        }
    }
}
