using System.Buffers;
using System.Collections.Frozen;

namespace Weir.Adaptors.Http.Connections;

/// <summary>Which header names may be set by hand.</summary>
internal static class HeaderRules
{
    /// <summary>The characters of a token (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Headers that are the connection's, the transport's or Weir's own.</summary>
    private static readonly FrozenSet<string> Own = new[]
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect",
        "Accept-Encoding", "Idempotency-Key", "HTTP2-Settings",
        "Allow", "Expires", "Last-Modified",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a header of this name may not be set; null when it may.</summary>
    public static string? Problem(string name)
    {
        if (name.Length is 0 or > 100 || name.AsSpan().ContainsAnyExcept(Token))
        {
            return $"'{name}' is not the name of a header.";
        }

        var isOwn = Own.Contains(name)
            || name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !IsContentType(name));
        return isOwn ? $"The header {name} is set by Weir and cannot be given." : null;
    }

    /// <summary>The same for the headers of a request: the sign-in is the connection's.</summary>
    public static string? ProblemInRequest(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            ? "The header Authorization belongs to the connection: choose its sign-in there."
            : Problem(name);

    public static bool IsContentType(string name) => name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
}
