namespace Weir.Sandbox.Gorgias;

/// <summary>A request that was let in, with what its handler needs.</summary>
/// <param name="Ids">The numbers in its path, in order.</param>
/// <param name="Cursors">Where cursors that are given out are noted.</param>
internal sealed record GorgiasRequest(
    Incoming Incoming, Reply Reply, Desk Desk, QueryReader Query, IReadOnlyList<long> Ids, CursorBook Cursors)
{
    /// <summary>The first number in the path, of everything but events.</summary>
    public int PathId => (int)Ids[0];

    /// <summary>The second number in the path: a message of a ticket, a field of a customer.</summary>
    public int InnerId => (int)Ids[1];

    /// <summary>
    /// Path and query as they were sent, for the <c>uri</c> of a list: it ends in <c>?</c> where there was no query.
    /// </summary>
    public string Uri => $"{Incoming.Path}?{Incoming.Request.QueryString.Value?.TrimStart('?')}";

    /// <exception cref="GorgiasProblem">400: it is not an object.</exception>
    public BodyReader ReadBody() => BodyReader.Of(Incoming.Body);

    public T Read<T>(Func<Desk, T> read)
    {
        lock (Desk.Gate)
        {
            return read(Desk);
        }
    }

    /// <summary>
    /// Carries out a change: alone, all its events under one context, and noted as a write of the record that
    /// <paramref name="id"/> names.
    /// </summary>
    public T Change<T>(Func<Desk, T> change, Func<T, long> id)
    {
        lock (Desk.Gate)
        {
            Desk.Events.Begin();
            var changed = change(Desk);
            Desk.Note(this, id(changed));
            return changed;
        }
    }

    /// <summary>The same for a change that answers nothing.</summary>
    public void Change(long id, Action<Desk> change) => Change(
        desk =>
        {
            change(desk);
            return id;
        },
        changed => changed);
}

/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">A path; <c>{id}</c> and the like stand for a number.</param>
/// <param name="About">What it does, in a few words: the table of <c>docs/sandbox.md</c>.</param>
/// <param name="Handle">Answers it; throws <see cref="GorgiasProblem"/> for an error.</param>
internal sealed record GorgiasRoute(string Method, string Pattern, string About, Action<GorgiasRequest> Handle)
{
    /// <summary>Only events have ids beyond 32 bits; elsewhere there is nothing with such a number.</summary>
    public long IdMax { get; init; } = int.MaxValue;
}
