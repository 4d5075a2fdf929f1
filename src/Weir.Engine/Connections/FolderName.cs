using System.Buffers;

namespace Weir.Engine.Connections;

/// <summary>
/// A folder inside the operator's: relative, with <c>/</c> between its parts, and no way out on any system.
/// </summary>
internal static class FolderName
{
    private const int PartCharsMax = 200;

    /// <summary>What some system gives a meaning in names of files.</summary>
    private static readonly SearchValues<char> Never = SearchValues.Create("\\:*?\"<>|");

    /// <summary>The folder without a slash at its end; <c>.</c> is the operator's folder itself.</summary>
    public static (string Folder, string? Problem) Read(string given)
    {
        if (given[0] == '/' || given.AsSpan().ContainsAny(Never))
        {
            return (given, "a folder inside the server's files folder is expected, as in exports/tickets");
        }

        var folder = given.TrimEnd('/');
        if (folder == ".")
        {
            return (folder, null);
        }

        foreach (var part in folder.Split('/'))
        {
            if (part.Length is 0 or > PartCharsMax)
            {
                return (given, $"each part between '/' has 1 to {PartCharsMax} characters");
            }

            if (part[^1] is '.' or ' ' || part[0] is ' ' or '~')
            {
                return (given, $"'{part}' is no name of a folder here; it may not lead out, nor begin with '~' or a space, nor end with a dot or a space");
            }
        }

        return (folder, null);
    }
}
