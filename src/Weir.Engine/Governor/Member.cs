using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>A connection inside the governor: its part of a pool, of a budget, and its health. Guarded by its lock.</summary>
internal sealed class Member(ConnectionId id, Pool pool, BudgetState budget)
{
    /// <summary>No success in so many requests in a row …</summary>
    public const int FailuresInARowMax = 20;

    /// <summary>… or in this time takes a connection offline.</summary>
    public static readonly TimeSpan FailingMax = TimeSpan.FromSeconds(30);

    private string? _configuredOffline;
    private DateTimeOffset? _failingSince;
    private long _offlineSince;

    public ConnectionId Id => id;

    public Pool Pool { get; set; } = pool;

    public BudgetState Budget { get; set; } = budget;

    /// <summary>The account as the connection's own settings describe it.</summary>
    public required Calls.Budget Settings { get; set; }

    /// <summary>What its requests are made with now; null for a body under test.</summary>
    public ConnectionSnapshot? Snapshot { get; private set; }

    public Dictionary<string, FlowQueue> Queues { get; } = new(StringComparer.Ordinal);

    public int InFlight { get; set; }

    /// <summary>Why nothing but tests is sent; null when online.</summary>
    public string? Offline { get; private set; }

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow { get; private set; }

    /// <summary>A body under test: no stored connection, so no change of settings removes it.</summary>
    public bool IsGuest { get; init; }

    /// <summary>
    /// What the stored status says. Only a change of it counts: one that this governor has found out itself may not have
    /// come to the store yet. A save changes it always: what was found out is of former settings and secrets.
    /// </summary>
    public void Configure(string? offline, ConnectionSnapshot? snapshot, long sequence)
    {
        var isSaved = !ReferenceEquals(snapshot, Snapshot);
        if (offline == _configuredOffline && !isSaved)
        {
            return;
        }

        (_configuredOffline, Snapshot) = (offline, snapshot);
        if (isSaved || offline is null)
        {
            ComeBack();
        }

        if (offline is not null)
        {
            GoOffline(offline, sequence);
        }
    }

    /// <summary>
    /// An answer came. True when that brings the connection back; an answer to what was sent before it went offline does not.
    /// </summary>
    public bool Succeeded(long sequence)
    {
        if (Offline is not null && sequence < _offlineSince)
        {
            return false;
        }

        var back = Offline is not null;
        ComeBack();
        return back;
    }

    /// <summary>True when this failure takes it offline.</summary>
    public bool Failed(DateTimeOffset now)
    {
        FailuresInARow++;
        _failingSince ??= now;
        return Offline is null && (FailuresInARow >= FailuresInARowMax || now - _failingSince >= FailingMax);
    }

    /// <summary>False when it is offline already.</summary>
    public bool GoOffline(string reason, long sequence)
    {
        if (Offline is not null)
        {
            return false;
        }

        Offline = reason;
        _offlineSince = sequence;
        return true;
    }

    private void ComeBack()
    {
        Offline = null;
        FailuresInARow = 0;
        _failingSince = null;
    }
}
