namespace Weir.Model;

/// <summary>Who does something: a person, a token, or Weir itself.</summary>
/// <param name="Id"><c>user_…</c>, <c>tok_…</c>, or a fixed word for what has no row of its own.</param>
/// <param name="Name">For people who read the history: it is kept as it was at that time.</param>
/// <param name="Role">What it may do.</param>
public sealed record Actor(string Id, string Name, Role Role)
{
    /// <summary>The server, where no person asked for it.</summary>
    public static Actor Weir { get; } = new("weir", "Weir", Role.Owner);

    /// <summary>The token that the operator gave at the start (<c>WEIR_API_TOKEN</c>).</summary>
    public static Actor ApiToken { get; } = new("api-token", "API token", Role.Administrator);

    /// <summary>
    /// The token that lies in the data folder, for the commands on this machine. Whoever can read it can read the master key
    /// beside it, so it is an owner's.
    /// </summary>
    public static Actor LocalToken { get; } = new("local-token", "Local token", Role.Owner);
}
