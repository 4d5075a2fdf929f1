using System.Text.Json;
using Weir.Expressions.Templates;

namespace Weir.Expressions.Mappings;

/// <summary>The tables of a mapping: <c>{"status":{"open":"1","closed":"2"}}</c>. A value may be any JSON.</summary>
internal static class Lookups
{
    /// <summary>Where a problem of the tables stands: no field of a mapping is called so.</summary>
    public const string Path = "@lookups";

    /// <exception cref="ExpressionException">The document is not an object of objects, or has a name twice.</exception>
    public static Dictionary<string, Dictionary<string, JsonElement>> Parse(JsonElement document)
    {
        Dictionary<string, Dictionary<string, JsonElement>> tables = [];
        if (document.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return tables;
        }

        foreach (var (name, table) in Members(document, Path))
        {
            var path = FieldPath.Join(Path, name);
            Dictionary<string, JsonElement> entries = [];
            foreach (var (key, value) in Members(table, path))
            {
                entries.Add(key, value.Clone());
            }

            tables.Add(name, entries);
        }

        return tables;
    }

    /// <summary>The members of an object, or the reason why it is none.</summary>
    public static List<(string Name, JsonElement Value)> Members(JsonElement document, string path)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            throw new ExpressionException($"An object is expected, not {Conversion.KindOf(document)}.", 0, path);
        }

        List<(string, JsonElement)> members = [];
        HashSet<string> names = [];
        foreach (var property in document.EnumerateObject())
        {
            var name = Text(() => property.Name, path);
            if (!names.Add(name))
            {
                throw new ExpressionException($"The name '{name}' stands twice in one object.", 0, path);
            }

            members.Add((name, property.Value));
        }

        return members;
    }

    /// <summary>A text of the document; one that holds half a character is refused.</summary>
    public static string Text(Func<string?> read, string path)
    {
        try
        {
            return read() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw new ExpressionException("A text is not valid Unicode.", 0, path);
        }
    }

    /// <summary>JSON without the white space between its parts.</summary>
    public static byte[] Compact(JsonElement value, string path)
    {
        var text = new Utf8Text("mapping");
        try
        {
            JsonText.AppendCompact(text, value);
            return text.Written.ToArray();
        }
        catch (EvaluationException e)
        {
            throw new ExpressionException(e.Message, 0, path);
        }
    }
}
