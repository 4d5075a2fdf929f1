using System.Text.Json;
using Weir.Expressions.Paths;

namespace Weir.Expressions.Filters;

/// <summary>The types of JavaScript as far as JSON has them; JsonLogic is defined by their conversions.</summary>
internal enum ValueKind : byte
{
    Undefined,
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

/// <summary>
/// A value while a rule is evaluated: a view of the record or of the rule, or something that the rule made. A number of
/// the record stays as it was written, so it is compared and given back exactly.
/// </summary>
internal readonly struct Value
{
    private readonly ValueKind _kind;
    private readonly double _number;
    private readonly object? _own;
    private readonly JsonElement _element;

    private Value(ValueKind kind, double number = 0, object? own = null, JsonElement element = default)
    {
        _kind = kind;
        _number = number;
        _own = own;
        _element = element;
    }

    public static Value Undefined => default;

    public static Value Null => new(ValueKind.Null);

    public ValueKind Kind => _kind;

    /// <summary>
    /// The JSON that this is a view of; of kind Undefined for what the rule made and for true, false, null.
    /// </summary>
    public JsonElement Element => _element;

    public bool IsElement => _element.ValueKind is not JsonValueKind.Undefined;

    public bool IsNullish => _kind is ValueKind.Undefined or ValueKind.Null;

    public bool Boolean => _number != 0;

    public double Number => IsElement ? _element.GetDouble() : _number;

    /// <summary>The items of a list that the rule made; null for a view of JSON.</summary>
    public Value[]? OwnItems => _own as Value[];

    /// <summary>The state of a reduction; null for every other object.</summary>
    public Reduction? Reduction => _own as Reduction;

    /// <summary>The text if it is at hand without reading JSON.</summary>
    public string? OwnText => _own as string;

    public static Value Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    public static Value Of(double value) => new(ValueKind.Number, value);

    public static Value Of(string value) => new(ValueKind.Text, own: value);

    public static Value Of(Value[] items) => new(ValueKind.List, own: items);

    public static Value Of(Reduction state) => new(ValueKind.Object, own: state);

    public static Value Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => new(ValueKind.Number, element: element),
        JsonValueKind.String => new(ValueKind.Text, element: element),
        JsonValueKind.Array => new(ValueKind.List, element: element),
        JsonValueKind.Object => new(ValueKind.Object, element: element),
        _ => Undefined,
    };

    /// <summary>The text of a value of kind Text.</summary>
    public string Text(ref Budget budget)
    {
        if (_own is string own)
        {
            return own;
        }

        budget.SpendText(RawLength);
        return JsonText.Get(_element, Budget.Code);
    }

    /// <summary>The number of items of a value of kind List.</summary>
    public int Count => OwnItems?.Length ?? _element.GetArrayLength();

    /// <summary>Goes over the items of a list; over nothing for every other kind.</summary>
    public ValueItems Items() => new(this);

    /// <summary>The size of the JSON that this is a view of, in bytes.</summary>
    public int RawLength => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(_element).Length;
}

/// <summary>What the inner rule of <c>reduce</c> sees as its data.</summary>
internal sealed record Reduction(Value Current, Value Accumulator);
