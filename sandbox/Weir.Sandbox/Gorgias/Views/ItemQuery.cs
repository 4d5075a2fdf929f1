using System.Globalization;
using System.Text;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Where in a view's items one is: a cursor is the base64 of <c>microseconds-isNull</c>, and stands between pages only
/// together with the item that is not to be given again.
/// </summary>
internal sealed record ItemQuery
{
    private const int LimitDefault = 30;
    private const int LimitMax = 100;

    public required int Limit { get; init; }

    public required string Order { get; init; }

    public required bool Descending { get; init; }

    public required bool IsBackwards { get; init; }

    /// <summary>The value of the row at which the page begins, null for the first page.</summary>
    public long? Value { get; init; }

    public int? IgnoredItem { get; init; }

    /// <summary>
    /// What rows stand behind. Without the item to leave out, the rows with the cursor's own value come again: whoever
    /// drops it never gets past the last row.
    /// </summary>
    public Place? Behind => Value is { } value
        ? new Place(value, IgnoredItem ?? (IsDownwards ? long.MaxValue : long.MinValue))
        : null;

    public bool IsDownwards => Descending != IsBackwards;

    public static ItemQuery Read(QueryReader query, View view)
    {
        var limit = query.Int("limit") ?? LimitDefault;
        if (limit is < 1 or > LimitMax)
        {
            query.Wrong("limit", $"Must be greater than or equal to 1 and less than or equal to {LimitMax}.");
        }

        var (order, descending) = (view.OrderBy, view.OrderDir != "asc");
        if (query.Text("order_by") is { } wanted)
        {
            var parts = wanted.Split(':');
            order = parts[0];
            descending = parts.Length < 2 || parts[1] == "desc";
            if (!OrdersOf(view).Contains(order, StringComparer.Ordinal)
                || parts.Length > 2 || (parts.Length == 2 && parts[1] is not ("asc" or "desc")))
            {
                query.Wrong("order_by", "Not a valid choice.");
            }
        }

        var direction = query.Text("direction") ?? "next";
        if (direction is not ("next" or "prev"))
        {
            query.Wrong("direction", "Not a valid choice.");
        }

        long? value = null;
        if (query.Text("cursor") is { } cursor && (value = Decode(cursor, descending)) is null)
        {
            query.Wrong("cursor", "Invalid cursor.");
        }

        return new ItemQuery
        {
            Limit = limit,
            Order = order,
            Descending = descending,
            IsBackwards = direction == "prev",
            Value = value,
            IgnoredItem = query.Int("ignored_item"),
        };
    }

    /// <summary>A row that has no such time stands behind all others.</summary>
    public long ValueOf(long? time) => time ?? Nothing(Descending);

    public string Encode(long value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        value == Nothing(Descending) ? "0-true" : $"{value}-false"));

    public static IReadOnlyList<string> OrdersOf(View view) =>
        view.Type == View.OfCustomers ? ["updated_datetime", "created_datetime"] : TicketPaths.Orders;

    private static long Nothing(bool descending) => descending ? long.MinValue + 1 : long.MaxValue - 1;

    private static long? Decode(string cursor, bool descending)
    {
        const int bytesMax = 64;
        var bytes = new byte[bytesMax];
        if (cursor.Length > bytesMax || !Convert.TryFromBase64String(cursor, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var end = text.LastIndexOf('-');
        return end < 0 ? null : text[(end + 1)..] switch
        {
            "true" => Nothing(descending),
            "false" when long.TryParse(text[..end], NumberStyles.AllowLeadingSign, null, out var value) => value,
            _ => null,
        };
    }
}
