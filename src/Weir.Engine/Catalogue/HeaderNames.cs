using System.Buffers;

namespace Weir.Engine.Catalogue;

/// <summary>Names of HTTP headers (RFC 9110 section 5.6.2) that may be given from outside.</summary>
internal static class HeaderNames
{
    private const int CharsMax = 128;

    /// <summary>Headers that decide where a request ends or goes: the connection alone sets them.</summary>
    private static readonly string[] Framing =
    [
        "Connection", "Content-Length", "Content-Encoding", "Expect", "Host", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    ];

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Null when it is a good one; else what is wrong.</summary>
    public static string? Problem(string name) => name switch
    {
        _ when name.Length is 0 or > CharsMax || name.AsSpan().ContainsAnyExcept(Characters) => $"'{name}' is no name of a header",
        _ when Framing.Contains(name, StringComparer.OrdinalIgnoreCase) => $"the header '{name}' is the connection's own",
        _ => null,
    };
}
