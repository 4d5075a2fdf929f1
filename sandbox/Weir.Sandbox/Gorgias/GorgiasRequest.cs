namespace Weir.Sandbox.Gorgias;

/// <summary>A request that was let in, with what its handler needs.</summary>
internal sealed record GorgiasRequest(Incoming Incoming, Reply Reply, Desk Desk, QueryReader Query, int PathId)
{
    /// <summary>
    /// Path and query as they were sent, for the <c>uri</c> of a list: it ends in <c>?</c> where there was no query.
    /// </summary>
    public string Uri => $"{Incoming.Path}?{Incoming.Request.QueryString.Value?.TrimStart('?')}";
}

/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">A path in which <c>{id}</c> is the one number.</param>
/// <param name="Handle">Answers it; throws <see cref="GorgiasProblem"/> for an error.</param>
internal sealed record GorgiasRoute(string Method, string Pattern, Action<GorgiasRequest> Handle);
