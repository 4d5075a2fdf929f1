using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Weir.Expressions.Templates;

internal enum Kind : byte
{
    /// <summary>There is no such value: <c>undefined</c>.</summary>
    Missing,
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

/// <summary>How a value wants to be written.</summary>
internal enum Form : byte
{
    /// <summary>As the place asks for it.</summary>
    Plain,

    /// <summary>As JSON: what the helper <c>json</c> gives.</summary>
    Json,

    /// <summary>It is percent-encoded already: what the helper <c>encodeURI</c> gives.</summary>
    Encoded,
}

/// <summary>
/// A value while a template is rendered: a view of the record's JSON, or what a helper made of it. Numbers keep the text
/// they had.
/// </summary>
internal readonly struct Value
{
    private readonly JsonElement _element;
    private readonly object? _made;
    private readonly long _integer;

    private Value(Kind kind, JsonElement element, object? made, long integer, Form form)
    {
        Kind = kind;
        Form = form;
        _element = element;
        _made = made;
        _integer = integer;
    }

    public static Value Missing => default;

    public static Value Null { get; } = new(Kind.Null, default, null, 0, Form.Plain);

    public static Value True { get; } = new(Kind.Boolean, default, null, 1, Form.Plain);

    public static Value False { get; } = new(Kind.Boolean, default, null, 0, Form.Plain);

    public Kind Kind { get; }

    public Form Form { get; }

    /// <summary>The JSON that it is a view of; undefined where a helper made it.</summary>
    public JsonElement Element => _element;

    /// <summary>The text of a string or number that was made, else null.</summary>
    public string? Made => _made as string;

    /// <summary>The items of a list that was made, else null.</summary>
    public Value[]? MadeItems => _made as Value[];

    /// <summary>A boolean as 0 or 1, or a whole number that has neither text nor JSON.</summary>
    public long Integer => _integer;

    public bool IsNothing => Kind is Kind.Missing or Kind.Null;

    /// <summary>It is a view of JSON, so its bytes can be copied.</summary>
    public bool IsView => _element.ValueKind != JsonValueKind.Undefined;

    public static Value Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => Missing,
        JsonValueKind.Null => Null,
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => new Value(Kind.Number, element, null, 0, Form.Plain),
        JsonValueKind.String => new Value(Kind.Text, element, null, 0, Form.Plain),
        JsonValueKind.Array => new Value(Kind.List, element, null, 0, Form.Plain),
        _ => new Value(Kind.Object, element, null, 0, Form.Plain),
    };

    public static Value Of(string text) => new(Kind.Text, default, text, 0, Form.Plain);

    public static Value Encoded(string text) => new(Kind.Text, default, text, 0, Form.Encoded);

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(long value) => new(Kind.Number, default, null, value, Form.Plain);

    public static Value Of(Exact number) => new(Kind.Number, default, number.ToString(), 0, Form.Plain);

    /// <param name="text">A JSON number, kept as it stands.</param>
    public static Value OfNumber(string text) => new(Kind.Number, default, text, 0, Form.Plain);

    public static Value Of(Value[] items) => new(Kind.List, default, items, 0, Form.Plain);

    public Value AsJson() => new(Kind, _element, _made, _integer, Form.Json);

    /// <summary>Neither nothing, false, zero, an empty text nor an empty list.</summary>
    public bool IsTruthy(bool includeZero = false) => Form == Form.Json || Kind switch
    {
        Kind.Boolean => _integer != 0,
        Kind.Number => includeZero || !IsZero(),
        Kind.Text => _made is string text ? text.Length > 0 : Raw().Length > 2,
        Kind.List => Count > 0,
        Kind.Object => true,
        _ => false,
    };

    /// <summary>Items of a list; 0 for anything else.</summary>
    public int Count => Kind != Kind.List ? 0 : _made is Value[] items ? items.Length : _element.GetArrayLength();

    /// <summary>An item of a list. An array of JSON is walked to it, so this is not for loops.</summary>
    public Value this[int index] => _made is Value[] items ? items[index] : Of(_element[index]);

    /// <summary>The bytes of the JSON that it is a view of.</summary>
    public ReadOnlySpan<byte> Raw() => JsonMarshal.GetRawUtf8Value(_element);

    /// <summary>The same place of the same document, as two JavaScript references to one object.</summary>
    public bool IsSame(in Value other) =>
        IsView && other.IsView && Kind is Kind.List or Kind.Object
        && Unsafe.AreSame(in MemoryMarshal.GetReference(Raw()), in MemoryMarshal.GetReference(other.Raw()));

    private bool IsZero()
    {
        if (_made is string text)
        {
            return IsZero(text);
        }

        if (!IsView)
        {
            return _integer == 0;
        }

        foreach (var digit in Raw())
        {
            if (digit is >= (byte)'1' and <= (byte)'9')
            {
                return false;
            }

            if (digit is (byte)'e' or (byte)'E')
            {
                break;
            }
        }

        return true;
    }

    private static bool IsZero(string text)
    {
        var mantissa = text.AsSpan();
        var e = mantissa.IndexOfAny('e', 'E');
        return !(e < 0 ? mantissa : mantissa[..e]).ContainsAnyInRange('1', '9');
    }
}
