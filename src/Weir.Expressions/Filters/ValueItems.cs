using System.Text.Json;

namespace Weir.Expressions.Filters;

/// <summary>Enumerates a list, be it JSON or made by the rule, without copying it.</summary>
internal struct ValueItems
{
    private readonly Value[]? _own;
    private readonly bool _isJson;
    private JsonElement.ArrayEnumerator _json;
    private int _next;

    public ValueItems(Value list)
    {
        _own = list.OwnItems;
        _isJson = list.Kind is ValueKind.List && list.IsElement;
        _json = _isJson ? list.Element.EnumerateArray() : default;
    }

    public Value Current { get; private set; }

    public bool MoveNext()
    {
        if (_isJson && _json.MoveNext())
        {
            Current = Value.Of(_json.Current);
            return true;
        }

        if (_own is null || _next == _own.Length)
        {
            return false;
        }

        Current = _own[_next++];
        return true;
    }

    public readonly ValueItems GetEnumerator() => this;
}
