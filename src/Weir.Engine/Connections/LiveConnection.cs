using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>A stored connection at work: what requests see of it, who speaks for it and what it counts against. Immutable.</summary>
public sealed record LiveConnection
{
    /// <summary>As stored, with status and last test as they are now.</summary>
    public required Connection Connection { get; init; }

    public required ConnectionSnapshot Snapshot { get; init; }

    public required OpenedSecrets Secrets { get; init; }

    public required IAdaptor Adaptor { get; init; }

    public required Budget Budget { get; init; }

    /// <summary>Where its secrets go; null when its settings give no address (it sends nothing then).</summary>
    public required string? Origin { get; init; }

    /// <summary>The account at the other side, for a connection whose settings give no address (it sends nothing).</summary>
    internal static Budget BudgetOf(IAdaptor adaptor, ConnectionSnapshot snapshot)
    {
        try
        {
            return adaptor.BudgetOf(snapshot);
        }
        catch (RefusalException)
        {
            return new Budget($"{snapshot.Application.Key}:{snapshot.Id}", null, null);
        }
    }

    internal static string? OriginOf(IAdaptor adaptor, ConnectionSnapshot snapshot)
    {
        try
        {
            return adaptor.OriginOf(snapshot);
        }
        catch (RefusalException)
        {
            return null;
        }
    }
}
