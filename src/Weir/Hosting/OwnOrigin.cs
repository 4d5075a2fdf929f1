namespace Weir.Hosting;

/// <summary>
/// The address under which people see this server: <c>WEIR_PUBLIC_URL</c> where the operator gives it, else the one that the
/// request was sent to. Headers that a proxy adds are not believed: without <c>WEIR_PUBLIC_URL</c> there is no proxy.
/// </summary>
internal sealed class OwnOrigin(WeirOptions options)
{
    /// <summary>The name of the session's cookie carries it: browsers keep cookies by host, not by port.</summary>
    public int Port(HttpContext http) => options.PublicUrl?.Port ?? http.Connection.LocalPort;

    public bool IsSecure(HttpContext http) =>
        options.PublicUrl is { } address ? address.Scheme == Uri.UriSchemeHttps : http.Request.IsHttps;

    /// <summary>True when the request says that it comes from a page of this server: same scheme, host and port.</summary>
    public bool IsSent(HttpContext http)
    {
        var origins = http.Request.Headers.Origin;
        return origins.Count == 1
            && Uri.TryCreate(origins[0], UriKind.Absolute, out var origin)
            && Own(http) is { } own
            && (origin.Scheme, origin.IdnHost, origin.Port) == (own.Scheme, own.IdnHost, own.Port)
            && origin is { UserInfo: "", PathAndQuery: "/", Fragment: "" };
    }

    private Uri? Own(HttpContext http) => options.PublicUrl
        ?? (Uri.TryCreate($"{http.Request.Scheme}://{http.Request.Host}", UriKind.Absolute, out var own) ? own : null);
}
