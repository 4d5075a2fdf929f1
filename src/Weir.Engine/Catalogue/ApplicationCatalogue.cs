using System.Collections.Frozen;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>
/// The applications that this server can talk to, read once at start from one folder each. Immutable; for many threads.
/// </summary>
public sealed class ApplicationCatalogue
{
    public const string FileName = "definition.yaml";

    private readonly FrozenDictionary<string, ApplicationDefinition> _byKey;

    /// <param name="applications">Definitions with keys of their own.</param>
    public ApplicationCatalogue(IEnumerable<ApplicationDefinition> applications)
    {
        All = [.. applications.OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ThenBy(a => a.Key, StringComparer.Ordinal)];
        _byKey = All.ToFrozenDictionary(a => a.Key, StringComparer.Ordinal);
    }

    /// <summary>Where the applications of the program itself lie: beside it.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "applications");

    /// <summary>All applications by name.</summary>
    public IReadOnlyList<ApplicationDefinition> All { get; }

    /// <summary>Reads every folder of the folders given.</summary>
    /// <param name="folders">
    /// The program's own and, after it, the operator's: of two definitions with one key the later one counts.
    /// </param>
    /// <param name="baseUris">
    /// Base addresses by application, with which the operator replaces the definition's own, for all connections. They
    /// may be templates over the settings, and are trusted.
    /// </param>
    /// <param name="headroom">
    /// By application, how many percent of each account's limit are left to others; 0–<see cref="OperatorHeadroom.PercentMax"/>.
    /// </param>
    /// <exception cref="DefinitionException">A definition or an address is wrong: everything at once, a line each.</exception>
    public static ApplicationCatalogue Load(
        IReadOnlyList<string> folders,
        IReadOnlyDictionary<string, string> baseUris,
        IReadOnlyDictionary<string, int>? headroom = null)
    {
        var problems = new List<string>();
        var read = new Dictionary<string, ApplicationDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in folders)
        {
            foreach (var application in Applications(folder, problems))
            {
                if (Read(application, problems) is { } definition)
                {
                    read[definition.Key] = definition;
                }
            }
        }

        foreach (var (key, baseUri) in baseUris.Where(_ => problems.Count == 0))
        {
            if (OperatorAddress.Problem(key, baseUri, read) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                read[key] = OperatorAddress.Apply(read[key], baseUri);
            }
        }

        foreach (var (key, percent) in headroom?.Where(_ => problems.Count == 0) ?? [])
        {
            if (OperatorHeadroom.Problem(key, read) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                read[key] = OperatorHeadroom.Apply(read[key], percent);
            }
        }

        return problems.Count > 0 ? throw new DefinitionException(problems) : new ApplicationCatalogue(read.Values);
    }

    /// <summary>Null when there is no such application.</summary>
    public ApplicationDefinition? Find(string key) => _byKey.GetValueOrDefault(key);

    private static IEnumerable<string> Applications(string folder, List<string> problems)
    {
        if (Directory.Exists(folder))
        {
            return Directory.EnumerateDirectories(folder)
                .Where(f => !Path.GetFileName(f).StartsWith('.'))
                .Order(StringComparer.Ordinal);
        }

        problems.Add($"{folder}: there is no such folder of application definitions");
        return [];
    }

    private static ApplicationDefinition? Read(string folder, List<string> problems)
    {
        var name = Path.GetFileName(folder);
        var shown = $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{name}/{FileName}";
        try
        {
            var file = new FileInfo(Path.Combine(folder, FileName));
            if (file.Length > 4 * YamlBounds.Definition.CharsMax)
            {
                problems.Add($"{shown}:1:1: the file is larger than {4 * YamlBounds.Definition.CharsMax:N0} bytes");
                return null;
            }

            return DefinitionReader.Read(shown, name, File.ReadAllBytes(file.FullName));
        }
        catch (DefinitionException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{shown}:1:1: the file cannot be read: {e.Message}");
            return null;
        }
    }
}
