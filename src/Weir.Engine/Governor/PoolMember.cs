using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>A connection as the governor knows it.</summary>
/// <param name="Id">The connection.</param>
/// <param name="Level">Its own level, 1–25; unused while it borrows.</param>
/// <param name="BorrowsFrom">The next lender; the pool is that of the last lender in the chain.</param>
/// <param name="Budget">The account at the other side.</param>
/// <param name="Offline">Why it is offline; null when it is not.</param>
/// <param name="Snapshot">What its requests are made with; another object means that it was saved.</param>
public sealed record PoolMember(
    ConnectionId Id,
    int Level,
    ConnectionId? BorrowsFrom,
    Budget Budget,
    string? Offline = null,
    ConnectionSnapshot? Snapshot = null);
