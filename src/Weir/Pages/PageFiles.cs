using Weir.Hosting;

namespace Weir.Pages;

/// <summary>
/// The built web pages, read into memory at the start: what is asked for is a key of a table, never a path on the disk, and
/// a folder that goes away while the server runs takes nothing with it.
/// </summary>
internal sealed class PageFiles
{
    /// <summary>Where the pages are when the operator says nothing: <c>web</c> beside the program.</summary>
    public static readonly string FolderDefault = Path.Combine(AppContext.BaseDirectory, "web");

    private const string IndexName = "index.html";
    private const string HashedPrefix = "assets/";
    private const int FilesMax = 2000;
    private const long BytesMax = 64 * 1024 * 1024;

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    /// <summary>The page that all addresses of pages show; null when this server has no pages.</summary>
    public IndexPage? Index { get; private init; }

    /// <summary>Reads what the build wrote. Throws <see cref="StartException"/> when a folder was given and holds no pages.</summary>
    /// <param name="given">The operator's folder; null takes the default one, where there may be nothing.</param>
    public static PageFiles Read(string? given)
    {
        var folder = given ?? FolderDefault;
        var index = Path.Combine(folder, IndexName);
        if (!File.Exists(index))
        {
            return given is null
                ? new PageFiles()
                : throw new StartException($"WEIR_PAGES is not valid: {index} is not there.");
        }

        try
        {
            var pages = new PageFiles { Index = IndexPage.Of(File.ReadAllText(index)) };
            pages.ReadAll(folder);
            return pages;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The web pages in {folder} cannot be read: {failed.Message}", failed);
        }
    }

    /// <summary>The file with exactly this name below the folder; null when there is none.</summary>
    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    private void ReadAll(string folder)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Take(FilesMax + 1)
            .ToHashSet(StringComparer.Ordinal);
        var bytes = names.Sum(name => new FileInfo(Path.Combine(folder, name)).Length);
        if (names.Count > FilesMax || bytes > BytesMax)
        {
            throw new StartException($"{folder} holds more than {FilesMax} files or {BytesMax} bytes: these are not Weir's pages.");
        }

        byte[]? Bytes(string name) => names.Contains(name) ? File.ReadAllBytes(Path.Combine(folder, name)) : null;

        foreach (var name in names.Where(name => name is not IndexName && !IsCompressed(name)))
        {
            _files[name] = new PageFile(
                PageFile.TypeOf(name),
                name.StartsWith(HashedPrefix, StringComparison.Ordinal),
                Bytes(name)!,
                Bytes(name + ".br"),
                Bytes(name + ".gz"));
        }
    }

    private static bool IsCompressed(string name) =>
        name.EndsWith(".br", StringComparison.Ordinal) || name.EndsWith(".gz", StringComparison.Ordinal);
}
