using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;

namespace Weir.Engine.Resources;

/// <summary>
/// What has changed between two documents, field by field, with the paths that the contract uses: <c>settings.subdomain</c>,
/// <c>steps[1].when</c>. Items of a list that have ids are told apart by them, so an inserted step is one change.
/// </summary>
internal sealed class DocumentDifference
{
    /// <summary>Changes that are told one by one; further ones are counted.</summary>
    public const int ChangesMax = 100;

    /// <summary>Of one value as JSON; a longer one is shown as the beginning of its text.</summary>
    public const int ValueCharsMax = 2_000;

    private readonly List<DocumentChange> _changes = [];
    private int _more;

    private DocumentDifference()
    {
    }

    /// <summary>The changes, at most <see cref="ChangesMax"/>, and how many more there are.</summary>
    public static (IReadOnlyList<DocumentChange> Changes, int More) Between(JsonElement from, JsonElement to)
    {
        var difference = new DocumentDifference();
        difference.Compare("", from, to);
        return (difference._changes, difference._more);
    }

    /// <summary>The same of two documents at rest.</summary>
    public static (IReadOnlyList<DocumentChange> Changes, int More) Between(string from, string to) =>
        from == to ? ([], 0) : Between(DocumentWriter.Parse(from), DocumentWriter.Parse(to));

    private void Compare(string path, JsonElement from, JsonElement to)
    {
        switch (from.ValueKind, to.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareObjects(path, from, to);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareLists(path, from, to);
                break;
            default:
                if (!IsSame(from, to))
                {
                    Add(path, from, to);
                }

                break;
        }
    }

    private void CompareObjects(string path, JsonElement from, JsonElement to)
    {
        // Looked up in tables: an element searches its fields one by one, and an object may have 100,000 of them.
        var before = from.EnumerateObject().ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        var now = to.EnumerateObject().ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        foreach (var (name, value) in before)
        {
            Compare(Member(path, name), value, now.GetValueOrDefault(name));
        }

        foreach (var (name, value) in now)
        {
            if (!before.ContainsKey(name))
            {
                Compare(Member(path, name), default, value);
            }
        }
    }

    private void CompareLists(string path, JsonElement from, JsonElement to)
    {
        JsonElement[] before = [.. from.EnumerateArray()];
        JsonElement[] now = [.. to.EnumerateArray()];
        if (Ids(before) is { } idsBefore && Ids(now) is { } idsNow)
        {
            CompareById(path, (before, idsBefore), (now, idsNow));
        }
        else if (before.Length == now.Length)
        {
            for (var i = 0; i < before.Length; i++)
            {
                Compare(Item(path, i), before[i], now[i]);
            }
        }
        else
        {
            Add(path, from, to);
        }
    }

    private void CompareById(string path, (JsonElement[] List, List<string> Ids) from, (JsonElement[] List, List<string> Ids) to)
    {
        var placesBefore = Places(from.Ids);
        var placesNow = Places(to.Ids);
        for (var i = 0; i < from.Ids.Count; i++)
        {
            if (!placesNow.ContainsKey(from.Ids[i]))
            {
                Add(Item(path, i), from.List[i], default);
            }
        }

        for (var i = 0; i < to.Ids.Count; i++)
        {
            Compare(Item(path, i), placesBefore.TryGetValue(to.Ids[i], out var place) ? from.List[place] : default, to.List[i]);
        }

        if (!from.Ids.Where(placesNow.ContainsKey).SequenceEqual(to.Ids.Where(placesBefore.ContainsKey), StringComparer.Ordinal))
        {
            // The same items in another order, told by their ids.
            Add(path, Texts(from.Ids), Texts(to.Ids));
        }
    }

    private void Add(string path, JsonElement from, JsonElement to)
    {
        if (_changes.Count == ChangesMax)
        {
            _more++;
            return;
        }

        _changes.Add(new DocumentChange { Field = path, From = Shown(from), To = Shown(to) });
    }

    private static Dictionary<string, int> Places(List<string> ids) =>
        ids.Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place, StringComparer.Ordinal);

    /// <summary>The ids of a list's items; null when an item has none or two have the same.</summary>
    private static List<string>? Ids(JsonElement[] list)
    {
        var ids = new List<string>(list.Length);
        foreach (var item in list)
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id", out var id)
                || id.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            ids.Add(id.GetString()!);
        }

        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count ? ids : null;
    }

    /// <summary>What is not there and what is null mean the same in every document.</summary>
    private static bool IsSame(JsonElement from, JsonElement to) =>
        (IsNothing(from) && IsNothing(to))
        || (from.ValueKind == to.ValueKind && JsonElement.DeepEquals(from, to) && from.GetRawText() == to.GetRawText());

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static JsonElement? Shown(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var text = value.GetRawText();
        if (text.Length <= ValueCharsMax)
        {
            return value;
        }

        var length = char.IsHighSurrogate(text[ValueCharsMax - 1]) ? ValueCharsMax - 1 : ValueCharsMax;
        return DocumentWriter.Element(writer => writer.WriteStringValue($"{text.AsSpan(0, length)}…"));
    }

    private static JsonElement Texts(List<string> texts) => DocumentWriter.Element(writer =>
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    });

    private static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}

/// <summary>One field that differs.</summary>
public sealed record DocumentChange
{
    /// <summary>Its path: <c>settings.subdomain</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What stood there before; null when nothing did. A long value is the beginning of its JSON as text.</summary>
    public required JsonElement? From { get; init; }

    /// <summary>What stands there after; null when nothing does.</summary>
    public required JsonElement? To { get; init; }

    /// <summary>True for a secret, which was given or cleared: its values are told nowhere. Else left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Secret { get; init; }
}
