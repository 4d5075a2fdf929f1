using System.Net;

namespace Weir.Adaptors.Http.Addresses;

/// <summary>
/// The two ways out: guarded, for addresses that users gave, and trusted, for exactly the origins that the operator
/// configured. Each keeps its own pool of connections, so a request never travels on a socket opened under other rules.
/// </summary>
internal sealed class Routes : IDisposable
{
    private readonly SocketGuard _guard;
    private readonly SocketsHttpHandler _guarded;
    private readonly SocketsHttpHandler _trusted;
    private readonly bool _hasProxy;

    public Routes(HttpOptions options, ResolveHost resolve, OpenSocket open)
    {
        _guard = new SocketGuard(resolve, open, options.AllowPrivateHosts);
        _hasProxy = options.Proxy is not null;
        _guarded = Handler(options);
        if (options.Proxy is { } proxy)
        {
            _guarded.UseProxy = true;
            _guarded.Proxy = new OnlyProxy(proxy);
        }
        else
        {
            _guarded.ConnectCallback = (context, cancel) => _guard.ConnectAsync(context.DnsEndPoint, cancel);
        }

        _trusted = Handler(options);
        Guarded = new HttpMessageInvoker(_guarded, disposeHandler: true);
        Trusted = new HttpMessageInvoker(_trusted, disposeHandler: true);
    }

    public HttpMessageInvoker Guarded { get; }

    public HttpMessageInvoker Trusted { get; }

    /// <summary>
    /// Behind a proxy the socket goes to the proxy, so the host is judged before the request; a name that only the proxy
    /// can resolve is the proxy's to judge. Without one this does nothing: the socket is where addresses are checked.
    /// </summary>
    public async ValueTask CheckBeforeProxyAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (!_hasProxy)
        {
            return;
        }

        try
        {
            await _guard.CheckAsync(uri.IdnHost, cancellationToken);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Not resolved here.
        }
    }

    public void Dispose()
    {
        Guarded.Dispose();
        Trusted.Dispose();
    }

    private static SocketsHttpHandler Handler(HttpOptions options) => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),

        // The body of an answer that is too large is not read to its end: the connection is closed.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = options.HeaderKilobytesMax,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = options.ConnectionLifetime,
        RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
        UseCookies = false,
        UseProxy = false,
    };

    private sealed class OnlyProxy(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}
