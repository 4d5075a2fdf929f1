using System.Buffers;

namespace Weir.Engine.Connections;

/// <summary>The address under which all requests of a connection go.</summary>
internal static class BaseAddress
{
    private const string Expected = "an http or https address is expected, as in https://api.example.com/v1";

    /// <summary>What no address holds unescaped (RFC 3986), and what parsers disagree about.</summary>
    private static readonly SearchValues<char> Never = SearchValues.Create(" \\\"<>^`{|}");

    /// <summary>
    /// Null when it is an absolute http or https address. User name and password would be shown with it, and a query or
    /// fragment would be lost behind the paths that are added: none of them may be in it.
    /// </summary>
    public static string? Problem(string text)
    {
        var parts = text.Split("://", 2);
        var authority = parts[^1].AsSpan();
        var end = authority.IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        if (parts[0].ToLowerInvariant() is not ("http" or "https")
            || authority.Length == 0
            || text.AsSpan().ContainsAny(Never)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.IdnHost.Length == 0)
        {
            return Expected;
        }

        if (authority.Contains('@'))
        {
            return "user name and password do not belong into the address; choose a sign-in";
        }

        return text.AsSpan().ContainsAny('?', '#')
            ? "the address may have neither query nor fragment; give query parameters with the request"
            : null;
    }
}
