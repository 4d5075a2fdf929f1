using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>What happens in a connection's pool now.</summary>
/// <param name="Pool">The last lender; the connection itself when it does not borrow.</param>
/// <param name="Level">Requests that may be under way at once.</param>
/// <param name="InFlight">Requests under way, over all members of the pool.</param>
/// <param name="Waiting">Requests that wait for a permit.</param>
/// <param name="PeakInFlight">The most that were ever under way at once since the start.</param>
/// <param name="Requests">Sent since the start.</param>
/// <param name="PausedUntil">Until when nothing is sent.</param>
/// <param name="PauseReason">Why nothing is sent: told to wait, or offline.</param>
/// <param name="ByFlow">Flows that have something under way or waiting.</param>
/// <param name="Borrowers">Who borrows from this pool.</param>
/// <param name="Budget">The account at the other side.</param>
public sealed record ConnectionTraffic(
    ConnectionId Pool,
    int Level,
    int InFlight,
    int Waiting,
    int PeakInFlight,
    long Requests,
    DateTimeOffset? PausedUntil,
    string? PauseReason,
    IReadOnlyList<FlowTraffic> ByFlow,
    IReadOnlyList<ConnectionId> Borrowers,
    BudgetTraffic Budget);

/// <summary>A flow's part of a pool.</summary>
public sealed record FlowTraffic(string Flow, int InFlight, int Waiting);

/// <summary>How full the account's bucket is.</summary>
/// <param name="Key">Application and account.</param>
/// <param name="Used">Requests that count now, those under way included.</param>
/// <param name="Size">How many it holds; null when no limit is known.</param>
/// <param name="PausedUntil">Until when the account asked us to send nothing.</param>
public sealed record BudgetTraffic(string Key, int Used, int? Size, DateTimeOffset? PausedUntil);
