namespace Weir.Engine.Governor;

/// <summary>Pauses of budgets, kept so that a restart does not send what an API told us not to send yet. // Promise 4</summary>
public interface IPauseStore
{
    /// <summary>Durable when it returns. A later time replaces an earlier one, never the other way round.</summary>
    Task SetAsync(string budget, DateTimeOffset until, string reason, CancellationToken cancellationToken);

    /// <summary>All pauses that end after <paramref name="now"/>.</summary>
    Task<IReadOnlyList<StoredPause>> AllAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Until when a budget sends nothing, and why.</summary>
public sealed record StoredPause(string Budget, DateTimeOffset Until, string Reason);
