using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engine.Catalogue;

namespace Weir.Engine.Configuration;

/// <summary>One file of a configuration: what it says as JSON, and where it says it.</summary>
public sealed class YamlDocument
{
    /// <summary>Of one file. // Promise 8</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private static readonly YamlBounds Bounds = new(BytesMax, 70, 2_000_000);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly YamlMapping _root;

    private YamlDocument(YamlMapping root)
    {
        _root = root;
        Json = YamlJson.ToJson(root);
    }

    /// <summary>An object.</summary>
    public JsonElement Json { get; }

    /// <summary>Null when the file cannot be used; the problems say why, one a line, with file, line and column.</summary>
    /// <param name="file">The name that messages use: <c>exports/tickets.yaml</c>.</param>
    /// <param name="utf8">The file.</param>
    /// <param name="problems">What is wrong is added here.</param>
    public static YamlDocument? Read(string file, ReadOnlySpan<byte> utf8, ICollection<string> problems)
    {
        var found = new DefinitionProblems(file);
        var root = Compose(utf8, found);
        if (root is not null and not YamlMapping && !found.Any)
        {
            found.Add(root.Place, "a resource is a list of fields, as in 'name: Tickets'");
        }

        foreach (var problem in found.Lines)
        {
            problems.Add(problem);
        }

        return root is YamlMapping mapping && !found.Any ? new YamlDocument(mapping) : null;
    }

    /// <summary>
    /// Line and column of a field, or of the innermost thing around it that stands in the file.
    /// </summary>
    /// <param name="path">As the API names it: <c>steps[1].import</c>.</param>
    public (long Line, long Column) PlaceOf(string path)
    {
        YamlNode node = _root;
        var place = node.Place;
        while (path.Length > 0 && Into(node, ref path) is var (inner, at))
        {
            (node, place) = (inner, at);
        }

        return (place.Line, place.Column);
    }

    private static YamlNode? Compose(ReadOnlySpan<byte> utf8, DefinitionProblems problems)
    {
        try
        {
            return YamlComposer.Compose(StrictUtf8.GetString(utf8).TrimStart('\uFEFF'), problems, Bounds);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(YamlPlace.Start, "the file is not UTF-8; save it as UTF-8");
            return null;
        }
    }

    /// <summary>One step down, and what is left of the path; keys may hold dots themselves.</summary>
    private static (YamlNode Node, YamlPlace Place)? Into(YamlNode node, ref string path)
    {
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries.OrderByDescending(e => e.Key.Length))
                {
                    if (path.StartsWith(entry.Key, StringComparison.Ordinal)
                        && (path.Length == entry.Key.Length || path[entry.Key.Length] is '.' or '['))
                    {
                        path = path[entry.Key.Length..].TrimStart('.');
                        return (entry.Value, entry.Place);
                    }
                }

                return null;
            case YamlSequence sequence:
                var end = path.IndexOf(']', StringComparison.Ordinal);
                if (path[0] != '[' || end < 0
                    || !int.TryParse(path.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    || index >= sequence.Items.Count)
                {
                    return null;
                }

                path = path[(end + 1)..].TrimStart('.');
                return (sequence.Items[index], sequence.Items[index].Place);
            default:
                return null;
        }
    }
}
