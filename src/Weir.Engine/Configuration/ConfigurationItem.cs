using System.Globalization;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>A resource as a configuration describes it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name; null when it has none, which its service refuses.</param>
/// <param name="Path">Where it stands in the body: <c>exports[2]</c>.</param>
/// <param name="Document">The contract's own fields, references by name.</param>
internal sealed record ConfigurationItem(ResourceKind Kind, string? Name, string Path, JsonElement Document)
{
    /// <summary>Of all kinds together.</summary>
    public const int ItemsMax = 10_000;

    /// <summary>The items of a body. What makes it no configuration is one refusal.</summary>
    public static IReadOnlyList<ConfigurationItem> Read(JsonElement body)
    {
        var reader = new DocumentReader(body);
        var items = new List<ConfigurationItem>();
        foreach (var kind in ConfigurationKinds.All)
        {
            var list = ConfigurationKinds.ListOf(kind);
            var documents = reader.FreeArray(list);
            if (documents.ValueKind is JsonValueKind.Array)
            {
                items.AddRange(Items(reader, kind, list, documents));
            }
        }

        RefuseTwice(reader, items);
        if (items.Count > ItemsMax)
        {
            reader.Refuse("", $"These are more than {ItemsMax} resources.");
        }

        reader.Finish();
        return items;
    }

    /// <summary>The path in the body of a field of this document.</summary>
    public string PathOf(string field) => field switch
    {
        "" => Path,
        ['[', ..] => Path + field,
        _ => $"{Path}.{field}",
    };

    private static IEnumerable<ConfigurationItem> Items(
        DocumentReader reader, ResourceKind kind, string list, JsonElement documents)
    {
        var index = 0;
        foreach (var document in documents.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{list}[{index++}]");
            if (document.ValueKind is JsonValueKind.Object)
            {
                yield return new ConfigurationItem(kind, NameOf(document), path, document);
            }
            else
            {
                reader.Refuse(new Problem(path, ErrorCodes.Validation, "This must be an object."));
            }
        }
    }

    private static string? NameOf(JsonElement document) =>
        document.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String
            && name.GetString()!.Trim() is { Length: > 0 } text
            ? text
            : null;

    private static void RefuseTwice(DocumentReader reader, List<ConfigurationItem> items)
    {
        var first = new Dictionary<(ResourceKind, string), string>();
        foreach (var item in items)
        {
            if (item.Name is { } name && !first.TryAdd((item.Kind, ResourceRow.NameKeyOf(name)), item.Path))
            {
                reader.Refuse(new Problem(
                    item.PathOf("name"),
                    ErrorCodes.Validation,
                    $"{first[(item.Kind, ResourceRow.NameKeyOf(name))]} has this name already; names are equal without regard to case."));
            }
        }
    }
}
