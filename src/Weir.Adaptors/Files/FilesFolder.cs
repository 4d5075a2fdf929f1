using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>Finds a connection's folder, which never lies outside the operator's, whatever links there are on the way.</summary>
internal static class FilesFolder
{
    /// <summary>Links followed on the way to one folder; more are a circle.</summary>
    private const int LinksMax = 40;

    /// <summary>The folder as a path inside the root; a refusal when it leads elsewhere. Looks at no disk.</summary>
    public static string Checked(string folder)
    {
        var parts = folder.Split('/');
        var isInside = folder.Length > 0 && !Path.IsPathRooted(folder) && !folder.Contains('\\', StringComparison.Ordinal)
            && !parts.Contains("..") && !parts.Contains("") && !folder.Any(char.IsControl);
        return isInside ? folder : throw RefusalException.Invalid(
            "settings.folder", "The folder must lie inside the server's files folder, as in exports/tickets.");
    }

    /// <summary>The real path of a file in a connection's folder, there or not. A refusal when a link leads out of the root.</summary>
    public static string FileIn(string root, string folder, string name)
    {
        var path = RealPath(Path.Combine(Open(root, folder), name));
        return IsInside(RealPath(root), path) ? path : throw Leaves("this file");
    }

    /// <summary>The real path of a folder, which is made when it is not there. A refusal when a link leads out of the root.</summary>
    public static string Open(string root, string folder)
    {
        Directory.CreateDirectory(root);
        var inside = RealPath(root);
        var path = RealPath(Path.Combine(root, Checked(folder)));
        if (path != inside && !IsInside(inside, path))
        {
            throw Leaves("this folder");
        }

        Directory.CreateDirectory(path);
        return path;
    }

    private static bool IsInside(string root, string path) =>
        path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static RefusalException Leaves(string from) => RefusalException.Invalid(
        "settings.folder", $"A link leads from {from} out of the server's files folder.", ErrorCodes.Forbidden);

    /// <summary>The path with every link in it followed. What does not exist yet stays as it is.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var pending = new Stack<string>();
        Push(pending, full[current.Length..]);
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > LinksMax)
            {
                throw RefusalException.Invalid("settings.folder", "The links of this folder lead in a circle.");
            }

            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }

            Push(pending, target);
        }

        return current;
    }

    private static void Push(Stack<string> pending, string path)
    {
        foreach (var part in path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (part != ".")
            {
                pending.Push(part);
            }
        }
    }
}
