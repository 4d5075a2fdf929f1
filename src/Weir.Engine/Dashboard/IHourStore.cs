using Weir.Model;

namespace Weir.Engine.Dashboard;

/// <summary>
/// Counts of records by flow and hour. They are written with what they count (<see cref="Runs.RunCommit"/>), and dropped after
/// <see cref="Kept"/>.
/// </summary>
public interface IHourStore
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    /// <summary>The hours in which something came in, oldest first, the one of <paramref name="since"/> included.</summary>
    /// <param name="since">Any time of the first hour.</param>
    /// <param name="integration">Only what its flows have read; null: all flows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<HourCounts>> SinceAsync(DateTimeOffset since, IntegrationId? integration, CancellationToken cancellationToken);
}

/// <summary>An hour of work.</summary>
/// <param name="At">When it began: a full hour.</param>
/// <param name="Records">Records that sources gave, or that were retried.</param>
/// <param name="Errors">Records that failed, those included that had failed before.</param>
public sealed record HourCounts(DateTimeOffset At, long Records, long Errors);
