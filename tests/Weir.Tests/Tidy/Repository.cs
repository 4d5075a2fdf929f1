using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Weir.Tests.Tidy;

/// <summary>The repository as files: what the tidy tests read. Works in a clone and in an unpacked tarball.</summary>
internal static class Repository
{
    private static readonly string[] Generated =
        ["bin", "obj", "artifacts", "node_modules", "dist", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static readonly string[] Binary = [".png", ".ico", ".woff2", ".db", ".gz", ".zip", ".xlsx"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file that a person wrote, as a path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. List(Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> TextFiles => Files.Where(file => !Binary.Contains(Path.GetExtension(file)));

    public static IEnumerable<string> Code => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<string> Guides => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    public static IEnumerable<string> Projects =>
        Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static string Full(string file) => Path.Combine(Root, file);

    public static bool Exists(string file) => Path.Exists(Full(file));

    public static string Text(string file) => File.ReadAllText(Full(file));

    public static string[] Lines(string file) => File.ReadAllLines(Full(file));

    public static XDocument Xml(string file) => XDocument.Load(Full(file));

    /// <summary>Each line of the file in which the pattern is found, as <c>file:line: match</c>.</summary>
    public static IEnumerable<(string Place, string Match)> Find(string file, Regex pattern) =>
        from line in Lines(file).Index()
        let match = pattern.Match(line.Item)
        where match.Success
        select ($"{file}:{line.Index + 1}", match.Value.Trim());

    /// <summary>Fails with everything that was found at once, a line each.</summary>
    public static void MustBeEmpty(IEnumerable<string> findings)
    {
        var list = findings.ToList();
        Assert.True(list.Count == 0, string.Join('\n', list));
    }

    private static IEnumerable<string> List(string folder)
    {
        // In a second worktree .git is a file.
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != ".git"))
        {
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(IsWritten))
        {
            foreach (var file in List(inner))
            {
                yield return file;
            }
        }
    }

    private static bool IsWritten(string folder)
    {
        var name = Path.GetFileName(folder);
        return name is ".ci" or ".github" || (!name.StartsWith('.') && !Generated.Contains(name));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weir.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Run the tests from inside the repository: Weir.slnx not found.");
        }

        return folder;
    }
}
