using System.Text.Json.Serialization;

namespace Weir.Sandbox;

/// <summary>
/// What somebody else does at the desk: between two pages of a walk, or whenever a test wants it. All counts are 0 to
/// 100,000; each change takes other rows, the oldest first.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeskChange
{
    private const int RowsMax = 100_000;

    /// <summary>So many tickets are worked on: their time of change is now.</summary>
    public int Tickets { get; init; }

    /// <summary>So many customers are changed.</summary>
    public int Customers { get; init; }

    /// <summary>So many tickets come in, each with a message of a customer.</summary>
    public int Created { get; init; }

    /// <summary>So many tickets are put in the trash; they stay in the lists.</summary>
    public int Trashed { get; init; }

    /// <summary>So many tickets vanish for good.</summary>
    public int Deleted { get; init; }

    /// <summary>So many surveys without a score get one.</summary>
    public int Scored { get; init; }

    /// <summary>
    /// The changes of <see cref="Tickets"/> and <see cref="Customers"/> carry a time so many seconds ago: a change
    /// that is seen late.
    /// </summary>
    public double SecondsAgo { get; init; }

    /// <summary>All changes of <see cref="Tickets"/> and <see cref="Customers"/> carry the very same time.</summary>
    public bool SameTime { get; init; }

    /// <summary>What is wrong with it, in one sentence; null when nothing is.</summary>
    internal string? Problem()
    {
        int[] counts = [Tickets, Customers, Created, Trashed, Deleted, Scored];
        return counts.Any(count => count is < 0 or > RowsMax) ? $"The numbers are 0 to {RowsMax}."
            : counts.Sum() == 0 ? "A change changes something: tickets, customers, created, trashed, deleted or scored."
            : SecondsAgo is >= 0 and <= 1e9 ? null
            : "secondsAgo is 0 to 1e9.";
    }
}
