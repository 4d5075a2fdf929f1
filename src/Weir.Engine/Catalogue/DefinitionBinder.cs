using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Weir.Engine.Catalogue;

/// <summary>
/// Fills records of the vocabulary from a YAML tree. Every key that is not known, every value of a wrong type and every
/// needed key that is missing becomes a problem where it stands. // Promise 6
/// </summary>
internal sealed class DefinitionBinder(DefinitionProblems problems)
{
    private readonly Dictionary<string, YamlPlace> _places = new(StringComparer.Ordinal);

    /// <summary>
    /// Where each value stands, by path: <c>resources/tickets/list/records</c>; and each key, by <see cref="KeyOf"/>.
    /// </summary>
    public IReadOnlyDictionary<string, YamlPlace> Places => _places;

    /// <summary>What stands for the key of the value at a path.</summary>
    public static string KeyOf(string path) => $"{path}@";

    /// <summary>Null when the tree is no mapping at all.</summary>
    public T? Bind<T>(YamlNode node)
        where T : class => (T?)Read(typeof(T), node, "");

    private object? Read(Type type, YamlNode node, string path)
    {
        _places[path] = node.Place;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
        {
            return YamlJson.ToJson(node);
        }

        if (node is YamlScalar { IsNull: true })
        {
            return Wrong(node, "a value is missing here; remove the key or give it a value");
        }

        if (type == typeof(string) || type == typeof(bool) || type == typeof(int) || type.IsEnum)
        {
            return node is YamlScalar scalar ? Value(type, scalar) : Wrong(node, "one value is expected here, not a list or a mapping");
        }

        if (!type.IsGenericType)
        {
            return Record(VocabularyType.Of(type), node, path);
        }

        return type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? List(type.GetGenericArguments()[0], node, path)
            : Dictionary(type.GetGenericArguments()[1], node, path);
    }

    private object? Value(Type type, YamlScalar scalar)
    {
        if (type == typeof(string))
        {
            return scalar.Text;
        }

        if (type == typeof(bool))
        {
            return scalar switch
            {
                { IsPlain: true, Text: "true" } => true,
                { IsPlain: true, Text: "false" } => false,
                _ => Wrong(scalar, $"'{scalar.Text}' is neither true nor false"),
            };
        }

        if (type == typeof(int))
        {
            return scalar.IsPlain && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : Wrong(scalar, $"'{scalar.Text}' is not a whole number");
        }

        var words = VocabularyType.Words(type).ToArray();
        var index = Array.IndexOf(words, scalar.Text);
        return index >= 0
            ? Enum.GetValues(type).GetValue(index)
            : Wrong(scalar, $"'{scalar.Text}' is not one of {string.Join(", ", words)}");
    }

    private object? Wrong(YamlNode node, string message)
    {
        problems.Add(node.Place, message);
        return null;
    }

    private Array? List(Type item, YamlNode node, string path)
    {
        if (node is not YamlSequence sequence)
        {
            Wrong(node, "a list is expected here");
            return null;
        }

        var values = sequence.Items.Select((n, i) => Read(item, n, Join(path, i))).OfType<object>().ToArray();
        var typed = Array.CreateInstance(item, values.Length);
        values.CopyTo(typed, 0);
        return typed;
    }

    private IDictionary? Dictionary(Type value, YamlNode node, string path)
    {
        if (node is not YamlMapping mapping)
        {
            Wrong(node, "a mapping of keys to values is expected here");
            return null;
        }

        return Dictionary(value, mapping.Entries, path);
    }

    private IDictionary Dictionary(Type value, IEnumerable<YamlEntry> entries, string path)
    {
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), value);
        var typed = (IDictionary)Activator.CreateInstance(type, StringComparer.Ordinal)!;
        foreach (var entry in entries)
        {
            _places[KeyOf(Join(path, entry.Key))] = entry.Place;
            if (Read(value, entry.Value, Join(path, entry.Key)) is { } read)
            {
                typed[entry.Key] = read;
            }
        }

        return typed;
    }

    private object? Record(VocabularyType type, YamlNode node, string path)
    {
        if (node is not YamlMapping mapping)
        {
            return Wrong(node, $"a mapping with the keys {Names(type)} is expected here");
        }

        var values = new Dictionary<VocabularyMember, object>();
        var others = new List<YamlEntry>();
        foreach (var entry in mapping.Entries)
        {
            if (type.Find(entry.Key) is not { } member)
            {
                others.Add(entry);
            }
            else if (Read(member.Type, entry.Value, Join(path, entry.Key)) is { } value)
            {
                values[member] = value;
            }
        }

        Others(type, others, values, path);
        foreach (var missing in type.Members.Where(m => m.IsRequired && mapping.Entries.All(e => e.Key != m.Name)))
        {
            problems.Add(mapping.Place, $"'{missing.Name}' is missing here");
        }

        return type.Create(values);
    }

    private void Others(
        VocabularyType type, List<YamlEntry> entries, Dictionary<VocabularyMember, object> values, string path)
    {
        if (type.Others is { } others)
        {
            values[others] = Dictionary(others.Type.GetGenericArguments()[1], entries, path);
            return;
        }

        foreach (var entry in entries)
        {
            problems.Add(entry.Place, $"the key '{entry.Key}' is not known here; known are {Names(type)}");
        }
    }

    private static string Names(VocabularyType type) => string.Join(", ", type.Members.Select(m => m.Name));

    private static string Join(string path, object step) => path.Length == 0 ? $"{step}" : $"{path}/{step}";
}
