namespace Weir.Engine.Retention;

/// <summary>
/// Drops what is kept long enough. Each call is one transaction of about so many rows and tells whether there may be more:
/// others write in between. // Promise 8
/// </summary>
public interface IRetentionStore
{
    /// <summary>
    /// Drops runs that ended before then, with their logs. Those stay in which an open error stands, and the last run of each
    /// flow that there is.
    /// </summary>
    Task<bool> DropRunsAsync(DateTimeOffset endedBefore, int rowsMax, CancellationToken cancellationToken);

    /// <summary>Drops errors that were resolved before then, with their records. Open ones stay, whatever their age.</summary>
    Task<bool> DropErrorsAsync(DateTimeOffset resolvedBefore, int rowsMax, CancellationToken cancellationToken);

    /// <summary>Drops the counts of hours before the one of that time.</summary>
    Task<bool> DropHoursAsync(DateTimeOffset before, int rowsMax, CancellationToken cancellationToken);

    /// <summary>
    /// Of flows that are gone: drops marks and what their sources gave, and resolves the open errors, which nobody can retry
    /// any more.
    /// </summary>
    Task<bool> ForgetFlowsAsync(DateTimeOffset now, int rowsMax, CancellationToken cancellationToken);
}
