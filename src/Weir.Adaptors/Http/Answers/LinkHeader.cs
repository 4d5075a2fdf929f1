namespace Weir.Adaptors.Http.Answers;

/// <summary>Reads <c>Link</c> headers (RFC 8288). Lenient: what cannot be read is skipped.</summary>
internal static class LinkHeader
{
    /// <summary>
    /// The target of the first link whose relation is <c>next</c>; null when there is none. A link with an anchor speaks
    /// about another document and does not count.
    /// </summary>
    public static string? Next(string? header)
    {
        var rest = header.AsSpan();
        while (true)
        {
            var open = rest.IndexOf('<');
            if (open < 0)
            {
                return null;
            }

            rest = rest[(open + 1)..];
            var close = rest.IndexOf('>');
            if (close < 0)
            {
                return null;
            }

            var target = rest[..close].Trim();
            rest = rest[(close + 1)..];
            if (IsNext(ref rest) && target.Length > 0)
            {
                return target.ToString();
            }
        }
    }

    /// <summary>Reads the parameters behind a target, up to the comma that ends the link.</summary>
    private static bool IsNext(ref ReadOnlySpan<char> rest)
    {
        bool? isNext = null;
        var hasAnchor = false;
        while (true)
        {
            rest = rest.TrimStart();
            if (rest.IsEmpty || rest[0] != ';')
            {
                return isNext == true && !hasAnchor;
            }

            rest = rest[1..].TrimStart();
            var end = rest.IndexOfAny("=;,");
            var name = (end < 0 ? rest : rest[..end]).TrimEnd();
            rest = end < 0 ? [] : rest[end..];
            var value = rest.IsEmpty || rest[0] != '=' ? "" : Value(ref rest);
            hasAnchor |= name.Equals("anchor", StringComparison.OrdinalIgnoreCase);

            // A second rel is ignored (RFC 8288 section 3.3).
            if (name.Equals("rel", StringComparison.OrdinalIgnoreCase))
            {
                isNext ??= HasNext(value);
            }
        }
    }

    private static string Value(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..].TrimStart();
        if (rest.IsEmpty || rest[0] != '"')
        {
            var end = rest.IndexOfAny(";,");
            var token = (end < 0 ? rest : rest[..end]).TrimEnd().ToString();
            rest = end < 0 ? [] : rest[end..];
            return token;
        }

        var text = new System.Text.StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
            }

            text.Append(rest[i]);
        }

        rest = i < rest.Length ? rest[(i + 1)..] : [];
        return text.ToString();
    }

    private static bool HasNext(ReadOnlySpan<char> relations)
    {
        foreach (var range in relations.SplitAny(" \t"))
        {
            if (relations[range].Equals("next", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
