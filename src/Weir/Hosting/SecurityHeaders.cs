namespace Weir.Hosting;

/// <summary>Headers of every answer: nothing is framed, sniffed, cached or fetched from elsewhere.</summary>
internal static class SecurityHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The page that reads the API's description has scripts of its own and styles inside them.</summary>
    private const string DocsPage =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    public static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase) ? DocsPage : Nothing;
        headers.CacheControl = "no-store";
    }
}
