using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Who lends to whom. A chain ends with a connection that has a pool of its own.</summary>
internal static class BorrowChain
{
    /// <summary>What is wrong with this lender; null when nothing is.</summary>
    /// <param name="directory">All connections.</param>
    /// <param name="borrower">Who is to borrow.</param>
    /// <param name="lender">From whom it is to borrow.</param>
    public static string? Problem(IConnectionBook directory, ConnectionId borrower, ConnectionId lender)
    {
        if (lender == borrower)
        {
            return "A connection cannot borrow from itself.";
        }

        if (directory.Find(lender) is not { } next)
        {
            return $"There is no connection {lender}.";
        }

        var seen = new HashSet<ConnectionId>();
        for (var hop = next; hop is not null && seen.Add(hop.Connection.Id); hop = Lender(directory, hop))
        {
            if (hop.Connection.BorrowConcurrencyFrom == borrower)
            {
                return $"'{hop.Connection.Name}' borrows from this connection: that would be a circle.";
            }
        }

        return null;
    }

    private static LiveConnection? Lender(IConnectionBook directory, LiveConnection borrower) =>
        borrower.Connection.BorrowConcurrencyFrom is { } lender ? directory.Find(lender) : null;
}
