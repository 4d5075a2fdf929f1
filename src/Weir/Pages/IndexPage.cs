using System.Security.Cryptography;
using System.Text;

namespace Weir.Pages;

/// <summary>
/// The page in which everything happens. Each answer carries a new nonce, in the page and in its policy: only what the page
/// brings along may run or style it. It is therefore never kept by anybody.
/// </summary>
internal sealed class IndexPage
{
    /// <summary>Where the build wants the nonce.</summary>
    public const string Placeholder = "__WEIR_NONCE__";

    private const int NonceBytes = 18;

    private readonly string[] _parts;
    private readonly int _status;

    private IndexPage(string html, int status)
    {
        _parts = html.Split(Placeholder);
        _status = status;
    }

    /// <summary>Shown by a server without pages, in their place.</summary>
    public static IndexPage NotBuilt { get; } = new(
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Weir</title>
        <style nonce="{{Placeholder}}">
        body { font: 1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; }
        </style>
        </head>
        <body>
        <main>
        <h1>Weir is running, without its web pages</h1>
        <p>They have not been built. In a clone of the repository, <code>./weir serve</code> builds them when Node.js 20.19 or
        newer is installed, with npm.</p>
        <p>Everything that the pages do, the API does too: <a href="/docs">read about the API</a>.</p>
        </main>
        </body>
        </html>
        """,
        StatusCodes.Status404NotFound);

    public static IndexPage Of(string html) => new(html, StatusCodes.Status200OK);

    public Task AnswerAsync(HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        var bytes = Encoding.UTF8.GetBytes(string.Join(nonce, _parts));
        http.Response.StatusCode = _status;
        http.Response.Headers.ContentSecurityPolicy = Policy(nonce);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private static string Policy(string nonce) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
