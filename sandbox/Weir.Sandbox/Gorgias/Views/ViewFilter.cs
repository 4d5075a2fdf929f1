using System.Globalization;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Whether a record is in a view. A value is a text, a number of the same kind, a time in UTC microseconds, several
/// values, or null. Called while the desk's gate is held.
/// </summary>
internal sealed class ViewFilter
{
    private static readonly string[] Functions =
    [
        "eq", "neq", "gt", "gte", "lt", "lte", "contains", "containsAny", "containsAll", "notContains", "isEmpty",
        "isNotEmpty",
    ];

    private readonly FilterExpression? _filter;
    private readonly Func<string, bool> _isKnown;

    private ViewFilter(FilterExpression? filter, Func<string, bool> isKnown) => (_filter, _isKnown) = (filter, isKnown);

    public FilterExpression? Expression => _filter;

    /// <param name="owner">Whom <c>{{current_user.id}}</c> means.</param>
    /// <param name="type">Of the view: it says which paths there are.</param>
    /// <exception cref="FormatException">It cannot be read, or names a function or a path that is not known.</exception>
    public static ViewFilter Of(string text, User owner, string type)
    {
        Func<string, bool> isKnown = type == View.OfCustomers ? CustomerPaths.IsKnown : TicketPaths.IsKnown;
        var filter = new ViewFilter(
            FilterParser.Parse(text.Replace("{{current_user.id}}", $"{owner.Id}", StringComparison.Ordinal)), isKnown);
        foreach (var call in filter._filter?.Calls() ?? [])
        {
            filter.Check(call);
        }

        return filter;
    }

    /// <summary>
    /// The filter of the view that <c>view_id</c> of a list names; null where it names none. One that is not of the
    /// type is noted as wrong.
    /// </summary>
    public static ViewFilter? OfQuery(GorgiasRequest request, string type)
    {
        if (request.Query.Int("view_id") is not { } viewId)
        {
            return null;
        }

        var (view, owner) = request.Read(desk => (desk.Setup.Views.Find(viewId), desk.Owner));
        if (view?.Type != type)
        {
            request.Query.Wrong("view_id", "There is none with this id.");
            return null;
        }

        return Of(view.Filters, owner, type);
    }

    public bool Takes(Func<string, object?> valueOf) =>
        _filter is null || _filter.Takes(call => Holds(call, valueOf(call.Path)));

    /// <summary>The times between which a path must lie, for all that is taken.</summary>
    public (long From, long To) Between(string path)
    {
        var (from, to) = (long.MinValue, long.MaxValue);
        foreach (var call in _filter?.Certain() ?? [])
        {
            if (call.Path == path && call.Values.Count == 1 && GorgiasTime.TryParse(call.Values[0], out var time))
            {
                from = call.Function is "gt" or "gte" or "eq" ? Math.Max(from, time) : from;
                to = call.Function is "lt" or "lte" or "eq" ? Math.Min(to, time) : to;
            }
        }

        return (from, to);
    }

    private void Check(FilterExpression.Call call)
    {
        if (!Functions.Contains(call.Function, StringComparer.Ordinal))
        {
            throw new FormatException($"Unknown function {call.Function}.");
        }

        if (!_isKnown(call.Path))
        {
            throw new FormatException($"Unknown field {call.Path}.");
        }

        var values = call.Function is "isEmpty" or "isNotEmpty" ? 0 : 1;
        if (!call.IsList && call.Values.Count != values)
        {
            throw new FormatException($"{call.Function} takes {values} value(s).");
        }
    }

    private static bool Holds(FilterExpression.Call call, object? value)
    {
        var wanted = call.Values;
        return call.Function switch
        {
            "isEmpty" => IsEmpty(value),
            "isNotEmpty" => !IsEmpty(value),
            "eq" => wanted.Any(each => IsSame(value, each)),
            "neq" => !wanted.Any(each => IsSame(value, each)),
            "containsAny" => wanted.Any(each => Contains(value, each)),
            "contains" or "containsAll" => wanted.All(each => Contains(value, each)),
            "notContains" => !wanted.Any(each => Contains(value, each)),
            _ => Compare(value, wanted[0]) is { } order && call.Function switch
            {
                "gt" => order > 0,
                "gte" => order >= 0,
                "lt" => order < 0,
                _ => order <= 0,
            },
        };
    }

    private static bool IsEmpty(object? value) => value is null or "" or IReadOnlyCollection<object> { Count: 0 };

    private static bool IsSame(object? value, string wanted) => value switch
    {
        null => wanted == "null",
        IReadOnlyCollection<object> many => many.Any(each => IsSame(each, wanted)),
        long => Compare(value, wanted) == 0,
        _ => string.Equals(Text(value), wanted, StringComparison.Ordinal),
    };

    private static bool Contains(object? value, string wanted) => value switch
    {
        null => false,
        IReadOnlyCollection<object> many => many.Any(each => IsSame(each, wanted)),
        string text => text.Contains(wanted, StringComparison.OrdinalIgnoreCase),
        _ => IsSame(value, wanted),
    };

    private static int? Compare(object? value, string wanted) => value switch
    {
        long time when GorgiasTime.TryParse(wanted, out var other) => time.CompareTo(other),
        int number when double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) =>
            ((double)number).CompareTo(other),
        string text => string.CompareOrdinal(text, wanted),
        _ => null,
    };

    private static string Text(object value) => value switch
    {
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
