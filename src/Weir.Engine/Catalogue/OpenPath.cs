namespace Weir.Engine.Catalogue;

/// <summary>A path of a definition. It is added to the base address's path and cannot leave it.</summary>
internal static class OpenPath
{
    /// <summary>Null when it is a good one; else what is wrong.</summary>
    public static string? Problem(string path)
    {
        if (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal))
        {
            return $"'{path}' must be a path under the base address, as in /tickets";
        }

        if (path.Split('/').Any(segment => segment is "." or ".."))
        {
            return $"'{path}' may not climb with '.' or '..'";
        }

        return path.AsSpan().ContainsAny('?', '#') ? $"'{path}' is a path alone; give the query under 'query'" : null;
    }
}
