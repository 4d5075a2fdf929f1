using Weir.Engine.Configuration;
using Weir.Model;

namespace Weir.Commands.Configuration;

/// <summary>
/// A folder with a configuration: a folder for each kind, a YAML file for each resource. Links are not followed, and what
/// is no YAML file is left alone.
/// </summary>
internal sealed class ConfigurationFolder
{
    private const int FilesMax = 10_000;
    private const long AllBytesMax = 64 * 1024 * 1024;

    private readonly List<ConfigurationFile> _files = [];
    private readonly List<string> _problems = [];
    private long _bytes;

    private ConfigurationFolder(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>What could be read, by kind and name of the file.</summary>
    public IReadOnlyList<ConfigurationFile> Files => _files;

    /// <summary>What is wrong with the rest, one a line, with file, line and column.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads all of it; a folder that is not there is empty.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="whole">What is read is all that is meant: YAML in another place is a problem.</param>
    public static ConfigurationFolder Read(string folder, bool whole)
    {
        var read = new ConfigurationFolder(folder);
        foreach (var kind in ConfigurationKinds.All)
        {
            read.Read(kind);
        }

        if (whole)
        {
            read.RefuseStrays();
        }

        foreach (var twice in read._files.Where(f => f.Identity is not null).GroupBy(f => f.Identity).Where(g => g.Count() > 1))
        {
            var names = string.Join(" and ", twice.Select(f => f.Name));
            read._problems.Add($"{names} both hold the {ConfigurationKinds.NameOf(twice.First().Kind)} '{twice.First().Resource}'; keep one of them");
        }

        return read;
    }

    public static bool IsYaml(string file) =>
        !Path.GetFileName(file).StartsWith('.')
        && Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml";

    private static bool IsLink(FileSystemInfo info) => info.LinkTarget is not null;

    /// <summary>YAML that no kind's folder holds is a file in the wrong place, or a folder with a misspelt name. // Promise 6</summary>
    private void RefuseStrays()
    {
        var folders = ConfigurationKinds.All.Select(ConfigurationKinds.ListOf).ToList();
        foreach (var entry in new DirectoryInfo(Folder) is { Exists: true } root ? root.EnumerateFileSystemInfos() : [])
        {
            if (entry is FileInfo && IsYaml(entry.Name))
            {
                _problems.Add($"{entry.Name} lies beside the folders; its place is one of {string.Join(", ", folders)}");
            }
            else if (entry is DirectoryInfo { LinkTarget: null } folder
                && !folder.Name.StartsWith('.')
                && !folders.Contains(folder.Name, StringComparer.Ordinal)
                && folder.EnumerateFiles().Take(FilesMax).Any(f => IsYaml(f.Name)))
            {
                _problems.Add($"{folder.Name}/ is no folder of a configuration, and holds YAML; there are {string.Join(", ", folders)}");
            }
        }
    }

    private void Read(ResourceKind kind)
    {
        var folder = new DirectoryInfo(Path.Combine(Folder, ConfigurationKinds.ListOf(kind)));
        if (IsLink(folder))
        {
            _problems.Add($"{folder.Name}/ is a link, and links are not followed; put the folder itself there");
            return;
        }

        if (!folder.Exists)
        {
            return;
        }

        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            var name = $"{folder.Name}/{entry.Name}";
            if (entry is DirectoryInfo)
            {
                _problems.Add($"{name}/ is a folder; the files of a kind lie side by side, so move its files up");
            }
            else if (IsYaml(entry.Name))
            {
                Read(kind, name, (FileInfo)entry);
            }
        }
    }

    private void Read(ResourceKind kind, string name, FileInfo info)
    {
        if (IsLink(info))
        {
            _problems.Add($"{name} is a link, and links are not followed; put the file itself there");
            return;
        }

        if (_files.Count == FilesMax || (_bytes += info.Length) > AllBytesMax)
        {
            throw new CommandFailedException(
                $"{Folder} holds more than {FilesMax:N0} files or {AllBytesMax / 1024 / 1024} MB; that is no configuration.");
        }

        if (info.Length > YamlDocument.BytesMax)
        {
            _problems.Add($"{name} is larger than {YamlDocument.BytesMax:N0} bytes");
            return;
        }

        var bytes = File.ReadAllBytes(info.FullName);
        if (YamlDocument.Read(name, bytes, _problems) is { } yaml)
        {
            _files.Add(new ConfigurationFile(kind, name, bytes, yaml));
        }
    }
}
