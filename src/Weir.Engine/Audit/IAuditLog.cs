using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Audit;

/// <summary>
/// Where the audit lies. Saves and deletions of resources write their entries themselves, in one transaction with the change
/// (<see cref="IResourceStore"/>). Safe for many callers; each method is one transaction.
/// </summary>
public interface IAuditLog
{
    /// <summary>Keeps an entry; durable when it returns.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first. A bad cursor is a <c>validation</c> refusal on <c>cursor</c>.</summary>
    Task<Slice<AuditEntry>> ListAsync(AuditQuery query, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Drops entries before a time, and the oldest beyond a number of rows. Refused sign-ins, which anybody can make, have a
    /// number of their own.
    /// </summary>
    /// <param name="before">Entries before this time go.</param>
    /// <param name="rowsMax">So many others stay.</param>
    /// <param name="refusedMax">So many of <see cref="AuditActions.SessionRefused"/> stay.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were dropped.</returns>
    Task<int> DropAsync(DateTimeOffset before, int rowsMax, int refusedMax, CancellationToken cancellationToken);
}

/// <summary>Which entries are asked for; null does not restrict.</summary>
public sealed record AuditQuery
{
    public string? Kind { get; init; }

    public string? Target { get; init; }

    /// <summary>The id of who did it.</summary>
    public string? Actor { get; init; }

    public string? Action { get; init; }

    /// <summary>Then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }
}
