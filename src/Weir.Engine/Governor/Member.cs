using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>A connection inside the governor: its part of a pool, of a budget, and its health. Guarded by its lock.</summary>
internal sealed class Member(ConnectionId id, Pool pool, BudgetState budget)
{
    /// <summary>No success in so many requests in a row …</summary>
    public const int FailuresInARowMax = 20;

    /// <summary>… or in this time takes a connection offline.</summary>
    public static readonly TimeSpan FailingMax = TimeSpan.FromSeconds(30);

    private int _failuresInARow;
    private DateTimeOffset? _failingSince;

    public ConnectionId Id => id;

    public Pool Pool { get; set; } = pool;

    public BudgetState Budget { get; set; } = budget;

    public Dictionary<string, FlowQueue> Queues { get; } = new(StringComparer.Ordinal);

    public int InFlight { get; set; }

    public long Requests { get; set; }

    /// <summary>Why nothing but tests is sent; null when online.</summary>
    public string? Offline { get; set; }

    /// <summary>Counts successes: whether anything passed since a moment.</summary>
    public long Successes { get; private set; }

    /// <summary>A body under test: no stored connection, so no change of settings removes it.</summary>
    public bool IsGuest { get; init; }

    public void Succeeded()
    {
        Successes++;
        _failuresInARow = 0;
        _failingSince = null;
    }

    /// <summary>True when this failure takes it offline.</summary>
    public bool Failed(DateTimeOffset now)
    {
        _failuresInARow++;
        _failingSince ??= now;
        return Offline is null && (_failuresInARow >= FailuresInARowMax || now - _failingSince >= FailingMax);
    }
}
