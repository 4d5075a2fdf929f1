namespace Weir.Engine.Connections;

/// <summary>
/// One DNS label. It is put before a fixed domain, so nothing but a label may pass: a crafted value would carry the
/// sign-in to another host. // Promise 5
/// </summary>
internal static class HostLabel
{
    public const int CharsMax = 63;

    /// <summary>
    /// The label, in small letters, of <c>fuchsia</c>, <c>fuchsia.gorgias.com</c> or
    /// <c>https://fuchsia.gorgias.com/anything</c>.
    /// </summary>
    /// <param name="given">What was typed or pasted, trimmed.</param>
    /// <param name="suffix">The domain behind it, with its dot: <c>.gorgias.com</c>; empty when there is none.</param>
    public static (string Label, string? Problem) Read(string given, string suffix)
    {
        var rest = given.AsSpan();
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://"])
        {
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[scheme.Length..];
                break;
            }
        }

        var isAddress = rest.Length < given.Length;
        var end = rest.IndexOfAny('/', '?', '#');
        var host = end < 0 ? rest : rest[..end];
        if (suffix.Length > 0 && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
        {
            host = host[..^suffix.Length];
        }
        else if (isAddress || end >= 0)
        {
            return (given, Expected(suffix));
        }

        return IsLabel(host) ? (host.ToString().ToLowerInvariant(), null) : (given, Expected(suffix));
    }

    /// <summary>True for 1 to 63 letters, digits and inner hyphens, of ASCII alone (RFC 1123).</summary>
    public static bool IsLabel(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > CharsMax || text[0] == '-' || text[^1] == '-')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static string Expected(string suffix) => suffix.Length == 0
        ? $"letters, digits and '-' are expected, at most {CharsMax}"
        : $"only the part before {suffix} is expected: letters, digits and '-', at most {CharsMax}";
}
