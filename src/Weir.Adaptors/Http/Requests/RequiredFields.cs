using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>
/// What a body must hold, from an operation's schema, compiled once: its <c>required</c>, and an <c>anyOf</c> whose items
/// each require one field, of which one is enough. A record without it is refused here, by the field's name, and costs no
/// request.
/// </summary>
internal sealed class RequiredFields
{
    /// <summary>Fields of one object are ticked off in the bits of a number.</summary>
    private const int FieldsMax = 64;

    private readonly (byte[] Name, bool TakesNull)[] _required;

    /// <summary>The bits of those of which one is enough; they stand behind the ones that are needed.</summary>
    private readonly ulong _either;

    private readonly int _needed;
    private readonly (byte[] Name, RequiredFields Inside)[] _inside;
    private readonly RequiredFields? _items;

    private RequiredFields(JsonElement schema)
    {
        var properties = schema.Member("properties");
        List<string> needed = [.. NamesIn(schema)];
        List<string> either = [.. schema.Member("anyOf") is { ValueKind: JsonValueKind.Array } some
            ? some.EnumerateArray().SelectMany(NamesIn).Except(needed)
            : []];
        _required = [.. needed.Concat(either).Take(FieldsMax).Select(n => (Encoding.UTF8.GetBytes(n), TakesNull(properties.Member(n))))];
        _needed = Math.Min(needed.Count, _required.Length);
        for (var i = _needed; i < _required.Length; i++)
        {
            _either |= 1UL << i;
        }

        _inside = properties.ValueKind is JsonValueKind.Object
            ? [.. from property in properties.EnumerateObject()
                  let inside = Of(property.Value)
                  where inside is not null
                  select (Encoding.UTF8.GetBytes(property.Name), inside)]
            : [];
        _items = Of(schema.Member("items"));
    }

    /// <summary>The names that the whole body must have.</summary>
    public IEnumerable<string> Names => _required.Take(_needed).Select(NameOf);

    /// <summary>The names of which the whole body must have one; empty where any will do.</summary>
    public IReadOnlyList<string> Either => [.. _required.Skip(_needed).Select(NameOf)];

    /// <summary>Null where nothing is required.</summary>
    public static RequiredFields? Of(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var fields = new RequiredFields(schema);
        return fields._required.Length == 0 && fields._inside.Length == 0 && fields._items is null ? null : fields;
    }

    /// <summary>Throws <see cref="EvaluationException"/> (mapping) with the path of the first field that is missing.</summary>
    public void Check(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (reader.Read() && Missing(ref reader) is { } path)
        {
            throw new EvaluationException(ErrorCodes.Mapping, "This is needed here, and the mapping gave nothing for it.", path);
        }
    }

    private static IEnumerable<string> NamesIn(JsonElement schema) => schema.Member("required") is { ValueKind: JsonValueKind.Array } names
        ? names.EnumerateArray().Select(n => n.GetString()!)
        : [];

    private static string NameOf((byte[] Name, bool TakesNull) field) => Encoding.UTF8.GetString(field.Name);

    private static bool TakesNull(JsonElement property) => property.Member("type") switch
    {
        { ValueKind: JsonValueKind.Array } types => types.EnumerateArray().Any(t => t.ValueEquals("null")),
        { ValueKind: JsonValueKind.String } type => type.ValueEquals("null"),
        _ => true,
    };

    /// <summary>The path of what is missing in the value at the reader, which is then at its end; else null.</summary>
    private string? Missing(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => InObject(ref reader),
        JsonTokenType.StartArray => InList(ref reader),
        _ => null,
    };

    private string? InList(ref Utf8JsonReader reader)
    {
        for (var i = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; i++)
        {
            if (_items is null)
            {
                reader.Skip();
            }
            else if (_items.Missing(ref reader) is { } path)
            {
                return path[0] == '[' ? $"[{i}]{path}" : $"[{i}].{path}";
            }
        }

        return null;
    }

    private string? InObject(ref Utf8JsonReader reader)
    {
        var given = 0UL;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var required = RequiredAt(ref reader);
            var inside = InsideAt(ref reader);
            reader.Read();
            if (required >= 0 && (reader.TokenType is not JsonTokenType.Null || _required[required].TakesNull))
            {
                given |= 1UL << required;
            }

            if (inside < 0)
            {
                reader.Skip();
            }
            else if (_inside[inside].Inside.Missing(ref reader) is { } path)
            {
                var name = Encoding.UTF8.GetString(_inside[inside].Name);
                return path[0] == '[' ? $"{name}{path}" : $"{name}.{path}";
            }
        }

        for (var i = 0; i < _needed; i++)
        {
            if ((given & (1UL << i)) == 0)
            {
                return NameOf(_required[i]);
            }
        }

        return _either == 0 || (given & _either) != 0 ? null : NameOf(_required[_needed]);
    }

    private int RequiredAt(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _required.Length; i++)
        {
            if (reader.ValueTextEquals(_required[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private int InsideAt(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _inside.Length; i++)
        {
            if (reader.ValueTextEquals(_inside[i].Name))
            {
                return i;
            }
        }

        return -1;
    }
}
