using System.Text.Json;
using Weir.Expressions.Filters;
using Weir.Expressions.Templates;

namespace Weir.Expressions.Mappings;

/// <summary>Turns a mapping's document into parts, and refuses what it cannot mean.</summary>
internal sealed class MappingCompiler(IReadOnlyDictionary<string, Dictionary<string, JsonElement>> lookups)
{
    private int _nesting;
    private int _parts;

    public Part Compile(JsonElement document, string path = "")
    {
        if (++_parts > MappingLimits.PartsMax)
        {
            throw Fail($"The mapping has more than {MappingLimits.PartsMax} values", path);
        }

        if (++_nesting > MappingLimits.NestingMax)
        {
            throw Fail($"The mapping nests deeper than {MappingLimits.NestingMax} levels", path);
        }

        var part = document.ValueKind switch
        {
            JsonValueKind.Object => Object(document, path),
            JsonValueKind.Array => List(document, path),
            JsonValueKind.String => Text(document, path),
            JsonValueKind.Undefined => throw Fail("A mapping is expected", path),
            _ => new ConstantPart(Lookups.Compact(document, path)),
        };
        _nesting--;
        return part;
    }

    private Part Object(JsonElement document, string path)
    {
        var members = Lookups.Members(document, path);
        var directives = members.Count(static member => member.Name.StartsWith('@'));
        if (directives > 0)
        {
            return directives == members.Count
                ? Directive(members, path)
                : throw Fail("Directives (@…) and fields do not stand in one object; write a field that begins with @ by @const", path);
        }

        var fields = new (string, byte[], Part)[members.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, value) = members[i];
            fields[i] = (name, NameJson(name), Compile(value, FieldPath.Join(path, name)));
        }

        return new ObjectPart(fields);
    }

    private static byte[] NameJson(string name)
    {
        var text = new Utf8Text("mapping");
        text.Append((byte)'"');
        text.Append(name);
        text.EscapeJson(1);
        text.Append("\":"u8);
        return text.Written.ToArray();
    }

    private ListPart List(JsonElement document, string path)
    {
        List<Part> items = [];
        foreach (var item in document.EnumerateArray())
        {
            items.Add(Compile(item, FieldPath.Join(path, items.Count)));
        }

        return new ListPart([.. items]);
    }

    private static Part Text(JsonElement document, string path)
    {
        var text = Lookups.Text(document.GetString, path);
        return text.StartsWith('$') ? new PathPart(Path(text, path))
            : text.Contains("{{", StringComparison.Ordinal) ? new TemplatePart(Template(text, path))
            : new ConstantPart(Lookups.Compact(document, path));
    }

    private Part Directive(List<(string Name, JsonElement Value)> members, string path)
    {
        var directives = members.ToDictionary(static member => member.Name, static member => member.Value);
        var part = directives.ContainsKey("@from") ? From(directives, path)
            : directives.ContainsKey("@each") ? Each(directives, path)
            : directives.TryGetValue("@const", out var constant) ? Constant(directives, constant, path)
            : throw Fail("A directive has @from, or @each and @do, or @const", Where(path, members[0].Name));
        return directives.TryGetValue("@when", out var rule) ? new WhenPart(Filter(rule, Where(path, "@when")), part) : part;
    }

    private static ConstantPart Constant(Dictionary<string, JsonElement> directives, JsonElement constant, string path)
    {
        Allow(directives, path, "@const", "@when");
        return new ConstantPart(Lookups.Compact(constant, Where(path, "@const")));
    }

    private EachPart Each(Dictionary<string, JsonElement> directives, string path)
    {
        Allow(directives, path, "@each", "@do", "@when");
        var where = Where(path, "@each");
        var text = Word(directives["@each"], where);
        return directives.TryGetValue("@do", out var item)
            ? new EachPart(Path(text, where), Compile(item, Where(path, "@do")))
            : throw Fail("@each needs @do, the mapping of one item", where);
    }

    private Part From(Dictionary<string, JsonElement> directives, string path)
    {
        Allow(directives, path, "@from", "@type", "@format", "@default", "@lookup", "@when");
        var where = Where(path, "@from");
        var text = Word(directives["@from"], where);
        if (TrySource(text, where) is { } source)
        {
            return From(directives, source, path);
        }

        foreach (var directive in (ReadOnlySpan<string>)["@type", "@lookup", "@default"])
        {
            if (directives.ContainsKey(directive))
            {
                throw Fail($"{text} gives a list, which has no {directive}; use @each", Where(path, directive));
            }
        }

        return new PathPart(Path(text, where));
    }

    private FromPart From(Dictionary<string, JsonElement> directives, Source source, string path)
    {
        var format = directives.TryGetValue("@format", out var given) ? Format(given, Where(path, "@format")) : null;
        var type = directives.TryGetValue("@type", out var named) ? Word(named, Where(path, "@type")) : null;
        var conversion = type is null ? null : Conversion.Find(type, format)
            ?? throw Fail($"'{type}' is no type: string, number, integer, boolean or datetime", Where(path, "@type"));
        if (format is not null && type != "datetime")
        {
            throw Fail("@format needs \"@type\": \"datetime\"", Where(path, "@format"));
        }

        var table = directives.TryGetValue("@lookup", out var name) ? Word(name, Where(path, "@lookup")) : null;
        var (part, defaultSource) = Default(directives, path);
        return new FromPart
        {
            Source = source,
            Conversion = conversion,
            LookupName = table,
            Lookup = table is null ? null : lookups.GetValueOrDefault(table)
                ?? throw Fail($"There is no lookup '{table}'", Where(path, "@lookup")),
            Default = part,
            DefaultSource = defaultSource,
        };
    }

    private (Part? Part, Source? Source) Default(Dictionary<string, JsonElement> directives, string path)
    {
        if (!directives.TryGetValue("@default", out var document))
        {
            return (null, null);
        }

        var where = Where(path, "@default");
        var source = document.ValueKind == JsonValueKind.String
            ? TrySource(Lookups.Text(document.GetString, where), where)
            : null;
        return source is null ? (Compile(document, where), null) : (null, source);
    }

    /// <summary>A singular path or a template; null for anything else.</summary>
    private static Source? TrySource(string text, string where)
    {
        if (text.StartsWith('$'))
        {
            var path = Path(text, where);
            return path.IsSingular ? new PathValue(path) : null;
        }

        return text.Contains("{{", StringComparison.Ordinal) ? new TemplateValue(Template(text, where))
            : where.EndsWith("@from", StringComparison.Ordinal)
                ? throw Fail("@from is a path ($…) or a template; a fixed value is written by @const", where)
                : null;
    }

    private static DateFormat Format(JsonElement document, string where)
    {
        try
        {
            return DateFormat.Parse(Word(document, where));
        }
        catch (RefusedException e)
        {
            throw Fail(e.Message, where);
        }
    }

    private static void Allow(Dictionary<string, JsonElement> directives, string path, params ReadOnlySpan<string> known)
    {
        foreach (var name in directives.Keys)
        {
            if (!known.Contains(name))
            {
                throw Fail($"{name} does not stand beside {known[0]}; there {(known.Length == 2 ? "is" : "are")} {string.Join(", ", known[1..])}", Where(path, name));
            }
        }
    }

    private static string Word(JsonElement document, string where) => document.ValueKind == JsonValueKind.String
        ? Lookups.Text(document.GetString, where)
        : throw Fail($"A text is expected, not {Conversion.KindOf(document)}", where);

    private static PathSource Path(string text, string where) => At(where, () => PathSource.Parse(text));

    private static Template Template(string text, string where) => At(where, () => Templates.Template.Parse(text));

    private static Filter Filter(JsonElement rule, string where) => At(where, () => Filters.Filter.Parse(rule));

    private static T At<T>(string where, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Message, e.Position, e.Path.Length == 0 ? where : $"{where}.{e.Path}");
        }
    }

    private static string Where(string path, string directive) => path.Length == 0 ? directive : $"{path}.{directive}";

    private static ExpressionException Fail(string message, string path) => new($"{message}.", 0, path);
}
