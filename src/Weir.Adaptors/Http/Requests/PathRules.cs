namespace Weir.Adaptors.Http.Requests;

/// <summary>What a path under a base address may look like.</summary>
internal static class PathRules
{
    /// <summary>Why it is no path; null when it is one. Dots and empty segments are the template's own check.</summary>
    public static string? Problem(string path)
    {
        if (path.Contains("://", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal))
        {
            return "The path is added to the connection's base address: an absolute address cannot stand here.";
        }

        if (path.Contains('?', StringComparison.Ordinal))
        {
            return "The path holds a question mark: put the parameters into the query.";
        }

        foreach (var c in path)
        {
            if (c is '#' or '\\' || char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return "The path holds a character that no path has: a space, a line break, # or \\.";
            }
        }

        foreach (var segment in path.Split('/'))
        {
            if (Uri.UnescapeDataString(segment) is "." or "..")
            {
                return "The path holds a segment that is . or ..";
            }
        }

        return null;
    }
}
