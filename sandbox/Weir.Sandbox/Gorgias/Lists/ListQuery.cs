namespace Weir.Sandbox.Gorgias;

/// <summary>The parameters that every list takes.</summary>
internal sealed record ListQuery(Cursor? Cursor, int Limit, string Order, bool Descending)
{
    /// <summary>Only the use of tags is sorted together with a second value, and never without it.</summary>
    public const string UsageAndName = "usage,name";

    public const string Created = "created_datetime";

    private const int LimitDefault = 30;
    private const int LimitMax = 100;

    /// <param name="query">Where they are read from; what is wrong is noted there.</param>
    /// <param name="orders">What can be sorted by; the first one, newest first, is the default. None: not at all.</param>
    public static ListQuery Read(QueryReader query, params ReadOnlySpan<string> orders) =>
        Read(query, LimitDefault, orders);

    /// <summary>The same where more is answered at once when the query does not say how much.</summary>
    public static ListQuery Read(QueryReader query, int limitDefault, params ReadOnlySpan<string> orders)
    {
        var limit = query.Int("limit") ?? limitDefault;
        if (limit is < 1 or > LimitMax)
        {
            query.Wrong("limit", $"Must be greater than or equal to 1 and less than or equal to {LimitMax}.");
        }

        Cursor? cursor = null;
        if (query.Text("cursor") is { } text)
        {
            cursor = Cursor.Decode(text);
            if (cursor is null)
            {
                query.Wrong("cursor", "Invalid cursor.");
            }
        }

        if (orders.IsEmpty)
        {
            // A list that cannot be sorted: newest first, and order_by is unknown.
            return new ListQuery(cursor, limit, Created, Descending: true);
        }

        var (order, descending) = (orders[0], true);
        if (query.Text("order_by") is { } wanted)
        {
            var isUsage = wanted is "usage:asc,name:asc" or "usage:desc,name:desc";
            var colon = wanted.IndexOf(':', StringComparison.Ordinal);
            order = isUsage ? UsageAndName : colon < 0 ? wanted : wanted[..colon];
            var direction = isUsage ? wanted[(wanted.LastIndexOf(':') + 1)..]
                : colon < 0 ? "asc"
                : wanted[(colon + 1)..];
            if (!orders.Contains(order) || direction is not ("asc" or "desc"))
            {
                query.Wrong("order_by", "Not a valid choice.");
            }

            descending = direction == "desc";
        }

        return new ListQuery(cursor, limit, order, descending);
    }

    /// <summary>The cursor's place among times; refuses a cursor of another list.</summary>
    public Place? Place() => Cursor switch
    {
        null => null,
        _ when GorgiasTime.TryParse(Cursor.Value, out var time) => new Place(time, Cursor.Id),
        _ => throw GorgiasProblem.Cursor(),
    };
}
